package io.github.camelfnos;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import javax.management.JMException;
import javax.management.ObjectName;

import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ManagementAgent;

import io.github.camelfnos.client.FnosConnection;

/** Registers each connection in JMX, beside what Camel has registered of the context. */
final class ConnectionMBeans implements ConnectionObserver {

    private final CamelContext context;
    private final ManagementAgent agent;
    private final Function<FnosConnection, ManagedConnection> described;
    private final Map<String, ObjectName> names = new HashMap<>();

    /**
     * @param agent     of the context
     * @param described makes what is registered of a connection
     */
    ConnectionMBeans(CamelContext context, ManagementAgent agent, Function<FnosConnection, ManagedConnection> described) {
        this.context = context;
        this.agent = agent;
        this.described = described;
    }

    @Override
    public void begin(String name, FnosConnection connection) {
        try {
            ObjectName ofContext = context.getManagementStrategy().getManagementObjectNameStrategy().getObjectNameForCamelContext(context);
            ObjectName objectName = new ObjectName(ofContext.getDomain() + ":context=" + ofContext.getKeyProperty("context")
                                                   + ",type=fnos,name=" + ObjectName.quote(name));
            agent.register(described.apply(connection), objectName);
            names.put(name, objectName);
        } catch (JMException e) {
            throw new RuntimeCamelException(e);
        }
    }

    @Override
    public void end(String name) {
        ObjectName objectName = names.remove(name);
        try {
            if (objectName != null) {
                agent.unregister(objectName);
            }
        } catch (JMException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
