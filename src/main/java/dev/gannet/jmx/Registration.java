package dev.gannet.jmx;

import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;

/**
 * The name under which a server is found. The first one of a JVM has the plain name, which is what launchers and
 * dashboards look for; one more has its id in it too.
 */
final class Registration {
    private static final String NAME = "dev.gannet:type=Server";

    private final MBeanServer registry;
    private final ObjectName name;

    private Registration(MBeanServer registry, ObjectName name) {
        this.registry = registry;
        this.name = name;
    }

    /** Shows a server, which tells what {@code emitter} sends. */
    static Registration of(ServerMXBean server, NotificationBroadcasterSupport emitter, MBeanServer registry) {
        DescribedBean bean = DescribedBean.of(server, ServerMXBean.class, emitter);
        try {
            try {
                return register(bean, NAME, registry);
            } catch (InstanceAlreadyExistsException e) {
                return register(bean, NAME + ",name=" + server.getServerId(), registry);
            }
        } catch (JMException e) {
            throw new IllegalStateException("the server cannot be shown in JMX", e);
        }
    }

    private static Registration register(DescribedBean bean, String name, MBeanServer registry) throws JMException {
        return new Registration(
                registry, registry.registerMBean(bean, new ObjectName(name)).getObjectName());
    }

    ObjectName name() {
        return name;
    }

    void remove() {
        try {
            registry.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // Whoever watches may remove it too; it is gone, which is what was asked for.
            return;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
