package io.github.camelfnos;

import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** The same three routes in Spring XML, with the component as a bean. */
@Tag("smoke")
class RoutesInSpringXmlTest extends ThreeRoutes {

    private static final String SPRING_XML = """
            <beans xmlns="http://www.springframework.org/schema/beans"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xsi:schemaLocation="http://www.springframework.org/schema/beans
                                       http://www.springframework.org/schema/beans/spring-beans.xsd
                                       http://camel.apache.org/schema/spring
                                       http://camel.apache.org/schema/spring/camel-spring.xsd">
              <bean id="fnos" class="io.github.camelfnos.FnosComponent">
                <property name="configuration">
                  <bean class="io.github.camelfnos.FnosConfiguration">
                    <property name="host" value="%s"/>
                    <property name="port" value="%d"/>
                    <property name="username" value="admin"/>
                    <property name="password" value="p&amp;w%%1+#"/>
                  </bean>
                </property>
              </bean>
              <camelContext id="nas" xmlns="http://camel.apache.org/schema/spring">
            %s
              </camelContext>
            </beans>
            """;

    @Test
    void springXml() throws Exception {
        String routes = XML.replaceAll("</?routes>", "");
        String beans = SPRING_XML.formatted(nas.host(), nas.port(), routes);
        try (GenericXmlApplicationContext spring = new GenericXmlApplicationContext(
                new ByteArrayResource(beans.getBytes(StandardCharsets.UTF_8)))) {
            assertAllRoutesWork(spring.getBean(CamelContext.class));
        }
    }
}
