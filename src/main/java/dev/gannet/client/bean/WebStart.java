package dev.gannet.client.bean;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Of applications that are deployed together, the beans of all may start before the first of them is there as a whole. So
 * methods that wait for a server in the same container are started when it must be there, without waiting for the next try.
 */
@WebListener
public final class WebStart implements ServletContextListener {
    @Inject
    Lifecycle lifecycle;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        lifecycle.startWaiting();
    }
}
