package dev.gannet.payara.application;

import dev.gannet.testing.SqlRows;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs what it is asked to, and answers a line for each row; what is refused is a 409. */
@WebServlet("/sql")
@SuppressWarnings("serial") // Nobody writes servlets down.
public final class SqlServlet extends HttpServlet {
    @Resource(lookup = "jdbc/gannet")
    @Nullable
    DataSource gannet;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        try {
            response.getWriter().write(rows(request.getParameter("run")));
        } catch (SQLException e) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            response.getWriter().write(e.toString());
        }
    }

    private String rows(String command) throws SQLException {
        DataSource source = gannet;
        if (source == null) {
            throw new SQLException("The container has injected nothing");
        }
        return String.join("\n", SqlRows.of(source, command));
    }
}
