package dev.gannet.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.monitor.endpoint.BadQuery;
import dev.gannet.routing.Request;
import dev.gannet.routing.Responder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Account JWTs that are sent to the server (MO-128, MO-129). It has no operator, so that it takes none; what is not even
 * one is said in the reference's words. Any thread.
 */
final class ClaimsUpdates implements Responder {
    private static final String NO_OPERATOR =
            "this server has no operator: its accounts are those of its configuration";
    private static final String PROBLEM = "jwt update resulted in error";
    private static final int JWT_PARTS = 3;
    private static final int OLD_ACCOUNT_TOKEN = 2;
    private static final int ACCOUNT_TOKEN = 3;

    private final Answers answers;

    ClaimsUpdates(Answers answers) {
        this.answers = answers;
    }

    /** Why an update was not done. */
    record Failure(String account, int code, String description) {}

    @Override
    public void respond(Request request) {
        answers.later(request, () -> {
            String[] tokens = request.subject().split("\\.", -1);
            boolean old = tokens[1].equals("ACCOUNT"); // $SYS.ACCOUNT.A.CLAIMS.UPDATE, not $SYS.REQ.ACCOUNT.
            String account = Answers.text(tokens[old ? OLD_ACCOUNT_TOKEN : ACCOUNT_TOKEN]);
            String what = request.payload().length == 0 ? "jwt update error" : PROBLEM;
            String why = problem(new String(request.payload(), ISO_8859_1));
            answers.server().log().error(what + " - " + account + " - " + why);
            Map<String, @Nullable Object> answer = ServiceAnswer.done(answers.stamp());
            answer.put("error", new Failure(account, ServiceAnswer.SERVER_ERROR, what + " - " + why));
            answers.answer(request, answer);
        });
    }

    @Override
    public boolean takesStatements() {
        return true; // What cannot be answered is in the log at least.
    }

    private static String problem(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (jwt.isEmpty()) {
            return "request body is empty";
        }
        if (parts.length != JWT_PARTS) {
            return "expected 3 chunks";
        }
        try {
            for (String part : parts) {
                GoBase64.url(part);
            }
        } catch (BadQuery e) {
            return String.valueOf(e.getMessage());
        }
        return NO_OPERATOR;
    }
}
