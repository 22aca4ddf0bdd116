package dev.gannet.graph;

import java.util.List;

/** A graph, another that takes its place now and then, who is connected, and what they do. */
record Scene(Graph graph, Graph other, List<Guest> guests, List<Step> steps) {
    /** A client. */
    record Guest(String account, int user, boolean headers, boolean echo) {
        String connect() {
            return "CONNECT {\"verbose\":false,\"pedantic\":false,\"user\":\"" + account + user
                    + "\",\"pass\":\"p\",\"headers\":" + headers + ",\"no_responders\":" + headers + ",\"echo\":" + echo
                    + ",\"lang\":\"t\",\"version\":\"1\",\"protocol\":1}\r\n";
        }
    }

    enum Verb {
        SUB,
        UNSUB,
        PUB,
        RELOAD
    }

    /**
     * What one of them does.
     *
     * @param extra the queue group, or the reply; may be empty
     * @param sid of a subscription
     * @param answers how those answer who are asked: not at all, or in one of several ways
     */
    record Step(Verb verb, int guest, String subject, String extra, String sid, boolean hasHeader, int answers) {
        String wire(String payload) {
            String words = subject + " " + (extra.isEmpty() ? "" : extra + " ");
            return switch (verb) {
                case SUB -> "SUB " + words + sid + "\r\n";
                case UNSUB -> "UNSUB " + sid + "\r\n";
                case RELOAD -> "";
                case PUB ->
                    hasHeader
                            ? "HPUB " + words + Header.LENGTH + " " + (Header.LENGTH + payload.length()) + "\r\n"
                                    + Header.TEXT + payload + "\r\n"
                            : "PUB " + words + payload.length() + "\r\n" + payload + "\r\n";
            };
        }

        @Override
        public String toString() {
            return guest + "> " + (verb == Verb.RELOAD ? "(reload)" : wire("hi").replace("\r\n", "\\r\\n"))
                    + (answers == 0 ? "" : " (answers: " + answers + ")");
        }
    }

    /** The header that messages have that have one. */
    static final class Header {
        static final String LINE = "A: b";
        static final String TEXT = "NATS/1.0\r\n" + LINE + "\r\n\r\n";
        static final int LENGTH = TEXT.length();

        private Header() {}
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(graph.conf());
        if (steps.stream().anyMatch(step -> step.verb() == Verb.RELOAD)) {
            text.append("# reloaded with, in turn\n").append(other.conf());
        }
        for (int i = 0; i < guests.size(); i++) {
            int guest = i;
            if (steps.stream().anyMatch(step -> step.guest() == guest)) {
                text.append("# ").append(i).append(": ").append(guests.get(i)).append('\n');
            }
        }
        steps.forEach(step -> text.append("# ").append(step).append('\n'));
        return text.toString();
    }
}
