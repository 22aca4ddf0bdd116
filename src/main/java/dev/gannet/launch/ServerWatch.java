package dev.gannet.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.relation.MBeanServerNotificationFilter;

/**
 * Sees when the server in the container can be connected to and when it is closed: its MXBean is registered for exactly
 * that time.
 *
 * <p><b>Owner:</b> the main thread waits; the server's threads notify.
 */
final class ServerWatch implements NotificationListener {
    static final String SERVER = "dev.gannet:type=Server";

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private ServerWatch() {}

    static ServerWatch install() throws IOException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            ServerWatch watch = new ServerWatch();
            MBeanServerNotificationFilter filter = new MBeanServerNotificationFilter();
            filter.disableAllObjectNames();
            filter.enableObjectName(new ObjectName(SERVER));
            beans.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, watch, filter, null);
            return watch;
        } catch (JMException e) {
            throw new IOException("the server cannot be watched: " + e, e);
        }
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        switch (notification.getType()) {
            case MBeanServerNotification.REGISTRATION_NOTIFICATION -> opened.countDown();
            case MBeanServerNotification.UNREGISTRATION_NOTIFICATION -> closed.countDown();
            default -> {
                // There are no others.
            }
        }
    }

    /** Says whether clients could connect, be it that they no longer can. */
    boolean hasOpened() {
        return opened.getCount() == 0;
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }
}
