package dev.gannet.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts and what they share. */
record Graph(List<Node> nodes) {
    /** An account; its users are called by its name and their number, and say p. */
    record Node(String name, List<Rules> users, List<Export> exports, List<Import> imports, List<Mapping> mappings) {
        Node with(List<Export> otherExports, List<Import> otherImports, List<Mapping> otherMappings) {
            return new Node(name, users, otherExports, otherImports, otherMappings);
        }

        String conf() {
            List<String> logins = new ArrayList<>();
            for (int i = 0; i < users.size(); i++) {
                logins.add(
                        "{ user: " + name + i + ", password: p" + users.get(i).conf() + " }");
            }
            return "  " + name + " {\n" + list("users", logins)
                    + list("exports", exports.stream().map(Export::conf).toList())
                    + list("imports", imports.stream().map(Import::conf).toList())
                    + mappingsConf() + "  }\n";
        }

        private String mappingsConf() {
            return mappings.isEmpty()
                    ? ""
                    : "    mappings {\n"
                            + String.join(
                                    "", mappings.stream().map(Mapping::conf).toList()) + "    }\n";
        }
    }

    /** What others may have; to nobody in particular is to everybody, and no position is zero. */
    record Export(boolean isService, String subject, List<String> accounts, int position, String response) {
        String conf() {
            return "{ " + (isService ? "service" : "stream") + ": \"" + subject + "\""
                    + (accounts.isEmpty() ? "" : ", accounts: [" + String.join(", ", accounts) + "]")
                    + (position == 0 ? "" : ", account_token_position: " + position)
                    + (response.isEmpty() ? "" : ", response_type: " + response) + " }";
        }

        /** Says whether an account may import a subject by this. */
        boolean isFor(String account, String wanted) {
            return position == 0
                    ? accounts.isEmpty() || accounts.contains(account)
                    : !wanted.equals(subject)
                            && Texts.tokens(wanted).get(position - 1).equals(account);
        }
    }

    /** What an account has of another; what is not said is empty. */
    record Import(boolean isService, String account, String subject, String to, String prefix, boolean shares) {
        String conf() {
            return "{ " + (isService ? "service" : "stream") + ": { account: " + account + ", subject: \"" + subject
                    + "\" }" + (to.isEmpty() ? "" : ", to: \"" + to + "\"")
                    + (prefix.isEmpty() ? "" : ", prefix: \"" + prefix + "\"") + (shares ? ", share: true" : "") + " }";
        }

        /** What it is called in the importing account, with its placeholders. */
        String local() {
            return !prefix.isEmpty() ? prefix + "." + subject : to.isEmpty() ? subject : to;
        }
    }

    /** Where messages go instead; each weight is all or nothing, so that there is nothing to draw. */
    record Mapping(String source, List<String> destinations, List<Integer> weights) {
        String conf() {
            List<String> shares = new ArrayList<>();
            for (int i = 0; i < destinations.size(); i++) {
                shares.add("{ destination: \"" + destinations.get(i) + "\", weight: " + weights.get(i) + " }");
            }
            return "      \"" + source + "\": [ " + String.join(", ", shares) + " ]\n";
        }
    }

    /**
     * What a user may do; a list that is not there is null, and zero answers are none.
     *
     * @param answers how many answers a request permits; a negative number is any
     */
    record Rules(
            @Nullable List<String> publish,
            List<String> publishNot,
            @Nullable List<String> subscribe,
            List<String> subscribeNot,
            int answers) {
        static final Rules NONE = new Rules(null, List.of(), null, List.of(), 0);

        String conf() {
            if (equals(NONE)) {
                return "";
            }
            return ", permissions: { publish: { " + lists(publish, publishNot) + " }, subscribe: { "
                    + lists(subscribe, subscribeNot) + " }"
                    + (answers == 0 ? "" : ", allow_responses: { max: " + answers + ", expires: \"1m\" }") + " }";
        }

        private static String lists(@Nullable List<String> allow, List<String> deny) {
            return (allow == null ? "" : "allow: [" + quoted(allow) + "], ")
                    + (deny.isEmpty() ? "" : "deny: [" + quoted(deny) + "]");
        }

        private static String quoted(List<String> texts) {
            return texts.isEmpty() ? "" : "\"" + String.join("\", \"", texts) + "\"";
        }
    }

    /** Returns it as nats.conf has it. */
    String conf() {
        return "accounts {\n" + String.join("", nodes.stream().map(Node::conf).toList()) + "}\n";
    }

    Node node(String name) {
        return nodes.stream()
                .filter(node -> node.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    private static String list(String key, List<String> entries) {
        return entries.isEmpty() ? "" : "    " + key + " [\n      " + String.join(",\n      ", entries) + "\n    ]\n";
    }
}
