package dev.gannet.testing;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.JMException;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** JMX of a server over a remote connector, as somebody sees it who has the classes of the JDK and no others. */
public final class RemoteManagement implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final Queue<Notification> told = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("BanJNDI") // The server is the test's own.
    private RemoteManagement(JMXServiceURL address) throws IOException {
        // Whatever class an answer has is looked for there, and ours are not found.
        ClassLoader jdk = ClassLoader.getPlatformClassLoader();
        this.connector = JMXConnectorFactory.connect(address, Map.of(JMXConnectorFactory.DEFAULT_CLASS_LOADER, jdk));
        this.beans = connector.getMBeanServerConnection();
    }

    public static RemoteManagement connect(JMXServiceURL address) throws IOException {
        return new RemoteManagement(address);
    }

    /** Has a process of the same user listen for connectors on the loopback interface, and connects to it. */
    public static RemoteManagement connect(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** Returns the one bean of a type. */
    public ObjectName find(String type) throws JMException, IOException {
        Set<ObjectName> found = beans.queryNames(new ObjectName("dev.gannet:type=" + type + ",*"), null);
        if (found.size() != 1) {
            throw new AssertionError(type + ": " + found + " (expected: one)");
        }
        return found.iterator().next();
    }

    public Object value(String type, String attribute) throws JMException, IOException {
        return beans.getAttribute(find(type), attribute);
    }

    /** Calls an operation, of which there is one with this name. */
    public Object call(String type, String operation, Object... arguments) throws JMException, IOException {
        String[] types = Arrays.stream(beans.getMBeanInfo(find(type)).getOperations())
                .filter(info -> info.getName().equals(operation))
                .flatMap(info -> Arrays.stream(info.getSignature()))
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
        return beans.invoke(find(type), operation, arguments, types);
    }

    /** Begins to listen to a bean. */
    public void listen(String type) throws JMException, IOException {
        beans.addNotificationListener(find(type), (notification, handback) -> told.add(notification), null, null);
    }

    /** Returns what was heard until now. */
    public Queue<Notification> told() {
        return told;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
