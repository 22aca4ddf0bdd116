package dev.gannet.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** One thing that happens in a transcript. Each knows the line of the file that it was written on. */
sealed interface Step {
    int line();

    /** The connection's name in the transcript, or an empty text for the one without a name. */
    String connection();

    void dispatch(Handler handler);

    /** The client connects and reads nothing yet. */
    record Open(int line, String connection) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onOpen(this);
        }
    }

    /** The client sends {@code text}, in which {@code ${name}} stands for what was captured under that name. */
    record Send(int line, String connection, String text) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onSend(this);
        }
    }

    /** The client says that it will send no more, and goes on reading. */
    record FinishSending(int line, String connection) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onFinishSending(this);
        }
    }

    /** The client goes away. */
    record Close(int line, String connection) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onClose(this);
        }
    }

    /** The server must send exactly {@code text} next. */
    record Expect(int line, String connection, String text) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onExpect(this);
        }
    }

    /** The server must send all of {@code texts} next, in whatever order. */
    record ExpectInAnyOrder(int line, String connection, List<String> texts) implements Step {
        public ExpectInAnyOrder {
            texts = List.copyOf(texts);
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onExpectInAnyOrder(this);
        }
    }

    /** The server must send a line next that {@code pattern} matches; its named groups are captured. */
    record ExpectMatch(int line, String connection, Pattern pattern) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onExpectMatch(this);
        }
    }

    /** The server must send an INFO line next that has these fields, see {@link InfoFields}. */
    record ExpectInfo(int line, String connection, JsonNode fields) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onExpectInfo(this);
        }
    }

    /** The server must close the connection, and send nothing before. */
    record ExpectEnd(int line, String connection) implements Step {
        @Override
        public void dispatch(Handler handler) {
            handler.onExpectEnd(this);
        }
    }

    /** The server's configuration file is replaced, and the server is told to read it again. */
    record Reload(int line, String configuration) implements Step {
        @Override
        public String connection() {
            return "";
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onReload(this);
        }
    }

    /** Carries steps out. */
    interface Handler {
        void onOpen(Open open);

        void onSend(Send send);

        void onFinishSending(FinishSending finish);

        void onClose(Close close);

        void onExpect(Expect expect);

        void onExpectInAnyOrder(ExpectInAnyOrder expect);

        void onExpectMatch(ExpectMatch expect);

        void onExpectInfo(ExpectInfo expect);

        void onExpectEnd(ExpectEnd expect);

        void onReload(Reload reload);
    }
}
