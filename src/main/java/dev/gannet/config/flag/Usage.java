package dev.gannet.config.flag;

/** The help text. It is made of {@link Flags}, so that every flag is in it. */
public final class Usage {
    private static final int HELP_COLUMN = 40;

    private Usage() {}

    /** What {@code --help} shows; {@code program} is what was started. */
    public static String text(String program) {
        StringBuilder text = new StringBuilder("\nUsage: ").append(program).append(" [flags]\n");
        for (Flags.Group group : new Flags().groups()) {
            text.append('\n').append(group.title()).append(":\n");
            group.flags().forEach(flag -> append(flag, text));
        }
        return text.append("\nWhat is marked with * is not built yet: it does nothing, or the server does not start.\n")
                .toString();
    }

    /** What {@code --help_tls} shows. */
    public static String tlsText() {
        return """

                Clients' connections are encrypted when the configuration file (-c) has a block like this:

                  tls {
                    cert_file: "./server.pem"  # the server's certificate, then those of who signed it
                    key_file:  "./server.key"  # its key, without a pass phrase
                    timeout:   5               # so many seconds a handshake may take; 2 if nothing is said

                    # With these two a client has to show a certificate, too.
                    ca_file:   "./ca.pem"      # who may have signed it
                    verify:    true
                  }

                The same without a file:

                  --tls --tlscert=./server.pem --tlskey=./server.key [--tlsverify --tlscacert=./ca.pem]

                -t -c <file> looks at the files without starting a server. --signal reload has a running server read
                them again, such as when a certificate was renewed.
                """;
    }

    private static void append(Flag flag, StringBuilder text) {
        String argument = flag.argument().isEmpty() ? "" : " <" + flag.argument() + ">";
        String left = "  " + (flag.isBuilt() ? "  " : "* ") + flag.spelling() + argument;
        text.append(left);
        if (left.length() >= HELP_COLUMN) {
            text.append('\n').append(" ".repeat(HELP_COLUMN));
        } else {
            text.append(" ".repeat(HELP_COLUMN - left.length()));
        }
        text.append(flag.help()).append('\n');
    }
}
