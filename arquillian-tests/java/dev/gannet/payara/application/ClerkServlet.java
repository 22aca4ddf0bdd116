package dev.gannet.payara.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.api.Messaging;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Says who its caller is where an answer arrives: to the code there, and to an enterprise bean that lets in clerks only. */
@WebServlet("/clerk")
@ServletSecurity(@HttpConstraint(rolesAllowed = Clerks.CLERK))
@SuppressWarnings("serial") // Nobody writes servlets down.
public class ClerkServlet extends HttpServlet {
    @Inject
    Messaging messaging;

    @Inject
    SecurityContext security;

    @Inject
    ClerkDesk desk;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] caller = request.getRemoteUser().getBytes(UTF_8);
        CompletionStage<String> said = messaging
                .requestAsync("clerks.question", Map.of(), caller, Duration.ofSeconds(20))
                .thenApply(answer -> "%s %s %s"
                        .formatted(
                                Thread.currentThread().getName().split("-", 2)[0],
                                security.getCallerPrincipal().getName(),
                                desk.caller()));

        // The answer comes after this only, and so never on the caller's own thread.
        messaging.publish("clerks.ready", Map.of(), caller);
        response.setContentType("text/plain;charset=UTF-8");
        try {
            response.getWriter().write(said.toCompletableFuture().join());
        } catch (CompletionException e) {
            response.getWriter().write(e.toString());
        }
    }
}
