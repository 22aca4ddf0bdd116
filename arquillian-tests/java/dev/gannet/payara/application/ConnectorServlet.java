package dev.gannet.payara.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import dev.gannet.api.MessagingException;
import dev.gannet.api.PublishOptions;
import dev.gannet.api.SubjectAddress;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Publishes in a transaction to the subject of its deployment, and says how that has ended. */
@WebServlet("/publish")
@SuppressWarnings("serial") // Nobody writes servlets down.
public final class ConnectorServlet extends HttpServlet {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Resource(lookup = "java:app/gannet/connections")
    @Nullable
    MessagingConnectionFactory connections;

    @Resource(lookup = "java:app/gannet/orders")
    @Nullable
    SubjectAddress orders;

    @Resource
    @Nullable
    UserTransaction transaction;

    /** The test looks whether these go. */
    @Override
    public void init() {
        System.getProperties()
                .put("gannet.test.application", new WeakReference<>(getClass().getClassLoader()));
        System.getProperties().put("gannet.test.adapter", new WeakReference<>(SubjectAddress.class.getClassLoader()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write(publish(request.getParameter("text"), request.getParameter("end")));
    }

    private String publish(String text, String end) {
        MessagingConnectionFactory factory = connections;
        SubjectAddress address = orders;
        UserTransaction current = transaction;
        if (factory == null || address == null || current == null) {
            return "The container has injected nothing";
        }
        try {
            current.begin();
            try (MessagingConnection connection = factory.getConnection()) {
                connection.publish("plain", text);
                connection.publishAcknowledgedAsync(
                        address.subject(), text.getBytes(UTF_8), PublishOptions.none(), SOON);
            }
            if (end.equals("commit")) {
                current.commit();
            } else {
                current.rollback();
            }
            return end;
        } catch (MessagingException e) {
            return "not published: " + e.getMessage();
        } catch (Exception e) {
            return "not ended: " + e;
        }
    }
}
