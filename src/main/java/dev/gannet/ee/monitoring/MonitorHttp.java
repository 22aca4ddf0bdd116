package dev.gannet.ee.monitoring;

import dev.gannet.monitor.endpoint.MonitorEndpoints;
import dev.gannet.monitor.endpoint.MonitorResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The endpoints over HTTP, as the edge host has them: every method is a question, and only HEAD is answered without a
 * body. Any thread.
 */
final class MonitorHttp {
    private final MonitorEndpoints endpoints;
    private final HttpPort port;
    private final boolean isEncrypted;

    /** {@code isEncrypted} says which of the container's ports {@code port} is. */
    MonitorHttp(MonitorEndpoints endpoints, HttpPort port, boolean isEncrypted) {
        this.endpoints = endpoints;
        this.port = port;
        this.isEncrypted = isEncrypted;
    }

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.isSecure() == isEncrypted) {
            port.used(request.getLocalPort());
        }
        answer(
                endpoints.answer(
                        request.getMethod(), request.getContextPath(), pathOf(request), request.getQueryString()),
                request,
                response);
    }

    private static void answer(MonitorResponse answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = answer.body();
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    /** Returns the path below the application's own as it was sent. */
    private static String pathOf(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
