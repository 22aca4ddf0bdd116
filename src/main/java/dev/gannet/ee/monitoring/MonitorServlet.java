package dev.gannet.ee.monitoring;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /varz} and its like. Everything that no longer pattern claims comes here, so that an unknown path is answered as
 * the reference answers it.
 *
 * <p><b>Owner:</b> the container's request threads.
 */
@WebServlet("/*")
public final class MonitorServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient MonitorHttp http;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        http.answer(request, response);
    }
}
