package io.github.camelfnos.examples.listingsync;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.GenericXmlApplicationContext;

/** The routes in one of two languages, and the context that runs them. */
enum Routes {

    /** listing-sync.camel.yaml, by Camel Main. */
    YAML {
        @Override
        Running start(Map<String, Object> beans) throws Exception {
            Main main = new Main();
            // The program itself ends in order when it is told to end; Camel's own hook would wait a minute for a NAS that is away.
            main.setShutdownStrategy(new SimpleMainShutdownStrategy());
            main.configure().withRoutesIncludePattern("classpath:listing-sync/listing-sync.camel.yaml");
            beans.forEach(main::bind);
            main.start();
            return new Running(main.getCamelContext(), main::stop);
        }
    },

    /** listing-sync-context.xml, by Spring. */
    SPRING_XML {
        @Override
        Running start(Map<String, Object> beans) {
            GenericApplicationContext parent = new GenericApplicationContext();
            beans.forEach((name, bean) -> parent.getBeanFactory().registerSingleton(name, bean));
            parent.refresh();
            GenericXmlApplicationContext context = new GenericXmlApplicationContext();
            context.setParent(parent);
            context.load("classpath:listing-sync/listing-sync-context.xml");
            context.refresh();
            return new Running(context.getBean(CamelContext.class), () -> {
                context.close();
                parent.close();
            });
        }
    };

    /** A context that runs; to be closed. */
    record Running(CamelContext context, AutoCloseable end) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            end.close();
        }
    }

    /** @param beans what the routes refer to, by name */
    abstract Running start(Map<String, Object> beans) throws Exception;
}
