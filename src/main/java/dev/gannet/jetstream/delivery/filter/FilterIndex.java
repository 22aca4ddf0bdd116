package dev.gannet.jetstream.delivery.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is known of the filters that match a subject, with as many steps as the subject has tokens and not as many as
 * there are filters.
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Hot path:</b> {@link #match} allocates nothing once its list has grown.
 *
 * @param <T> what is known of a filter
 */
public final class FilterIndex<T> {
    private final Node<T> root = new Node<>();
    private final Token probe = new Token();
    private byte[] subject = {};
    private int length;

    /** A part of a filter: what comes behind it, and what ends with it. */
    private static final class Node<T> {
        private final Map<Token, Node<T>> literals = new HashMap<>(2);
        private @Nullable Node<T> any;
        private @Nullable T exact;
        private @Nullable T rest;

        boolean isEmpty() {
            return literals.isEmpty() && any == null && exact == null && rest == null;
        }
    }

    /** Some bytes; one that is looked for is a part of a subject. */
    private static final class Token {
        private byte[] bytes = {};
        private int from;
        private int length;
        private int hash;

        static Token of(String text) {
            Token token = new Token();
            byte[] bytes = text.getBytes(ISO_8859_1);
            token.set(bytes, 0, bytes.length);
            return token;
        }

        void set(byte[] newBytes, int newFrom, int newLength) {
            bytes = newBytes;
            from = newFrom;
            length = newLength;
            int sum = 1;
            for (int i = from; i < from + length; i++) {
                sum = 31 * sum + bytes[i];
            }
            hash = sum;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Token token
                    && Arrays.equals(bytes, from, from + length, token.bytes, token.from, token.from + token.length);
        }
    }

    /** Returns what is known of a valid filter; it is made if there is nothing. */
    public T get(String filter, Supplier<T> maker) {
        Node<T> node = root;
        String[] tokens = filter.split("\\.", -1);
        for (int i = 0; i < tokens.length; i++) {
            if (i == tokens.length - 1 && tokens[i].equals(">")) {
                T known = node.rest == null ? maker.get() : node.rest;
                node.rest = known;
                return known;
            }
            node = child(node, tokens[i]);
        }
        T known = node.exact == null ? maker.get() : node.exact;
        node.exact = known;
        return known;
    }

    private Node<T> child(Node<T> of, String token) {
        if (token.equals("*")) {
            Node<T> any = of.any == null ? new Node<>() : of.any;
            of.any = any;
            return any;
        }
        return of.literals.computeIfAbsent(Token.of(token), none -> new Node<>());
    }

    /** Forgets a filter. */
    public void remove(String filter) {
        remove(root, filter.split("\\.", -1), 0);
    }

    private void remove(Node<T> node, String[] tokens, int at) {
        if (at == tokens.length) {
            node.exact = null;
            return;
        }
        if (at == tokens.length - 1 && tokens[at].equals(">")) {
            node.rest = null;
            return;
        }
        boolean isAny = tokens[at].equals("*");
        Token token = Token.of(tokens[at]);
        Node<T> child = isAny ? node.any : node.literals.get(token);
        if (child == null) {
            return;
        }
        remove(child, tokens, at + 1);
        if (child.isEmpty() && isAny) {
            node.any = null;
        } else if (child.isEmpty()) {
            node.literals.remove(token);
        }
    }

    /** Adds what is known of all filters that match a subject to a list. */
    public void match(byte[] literal, int literalLength, List<T> into) {
        subject = literal;
        length = literalLength;
        match(root, 0, into);
    }

    private void match(Node<T> node, int from, List<T> into) {
        if (from > length) {
            if (node.exact != null) {
                into.add(node.exact);
            }
            return;
        }
        if (node.rest != null) {
            into.add(node.rest);
        }
        int end = from;
        while (end < length && subject[end] != '.') {
            end++;
        }
        if (node.any != null) {
            match(node.any, end + 1, into);
        }
        if (!node.literals.isEmpty()) {
            probe.set(subject, from, end - from);
            Node<T> child = node.literals.get(probe);
            if (child != null) {
                match(child, end + 1, into);
            }
        }
    }

    /** Returns whether no filter is known. */
    public boolean isEmpty() {
        return root.isEmpty();
    }

    /** Returns what is known of all filters that match a subject. */
    public List<T> match(byte[] literal) {
        List<T> found = new ArrayList<>();
        match(literal, literal.length, found);
        return found;
    }
}
