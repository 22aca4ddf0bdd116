package dev.gannet.config.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A distinguished name as people write it, {@code CN=a,OU=b}: to find out whether a user's name is that of a certificate
 * (AC-18).
 *
 * @param parts the particular first, mostly of one attribute each
 */
public record DistinguishedName(List<List<SubjectName.Attribute>> parts) {
    private static final String SPECIAL = " \"#+,;<=>\\";

    private static final Map<String, String> NAMES = Map.of(
            "2.5.4.3", "CN",
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.6", "C",
            "2.5.4.7", "L",
            "2.5.4.8", "ST",
            "2.5.4.9", "STREET",
            "2.5.4.10", "O",
            "2.5.4.11", "OU",
            "2.5.4.17", "POSTALCODE",
            "0.9.2342.19200300.100.1.25", "DC");

    private static final String USER_ID = "0.9.2342.19200300.100.1.1";

    public DistinguishedName {
        parts = parts.stream().map(List::copyOf).toList();
    }

    /** Returns a certificate's name in this form, or null if it has an attribute that has no name here. */
    public static @Nullable DistinguishedName of(SubjectName subject) {
        List<List<SubjectName.Attribute>> parts = new ArrayList<>();
        for (List<SubjectName.Attribute> part : subject.parts()) {
            List<SubjectName.Attribute> attributes = new ArrayList<>();
            for (SubjectName.Attribute attribute : part) {
                String name = attribute.type().equals(USER_ID) ? "UID" : NAMES.get(attribute.type());
                if (name == null) {
                    return null;
                }
                attributes.add(0, new SubjectName.Attribute(name, attribute.value()));
            }
            parts.add(0, attributes);
        }
        return new DistinguishedName(parts);
    }

    /** Returns whether both have the same parts in the same order. */
    public boolean matches(DistinguishedName other) {
        if (parts.size() != other.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!same(parts.get(i), other.parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether both have the same parts in whatever order. */
    public boolean matchesReordered(DistinguishedName other) {
        List<List<SubjectName.Attribute>> rest = new ArrayList<>(other.parts);
        for (List<SubjectName.Attribute> part : parts) {
            int found = -1;
            for (int i = 0; i < rest.size() && found < 0; i++) {
                found = same(part, rest.get(i)) ? i : -1;
            }
            if (found < 0) {
                return false;
            }
            rest.remove(found);
        }
        return rest.isEmpty();
    }

    private static boolean same(List<SubjectName.Attribute> one, List<SubjectName.Attribute> other) {
        return one.size() == other.size() && hasAll(one, other) && hasAll(other, one);
    }

    private static boolean hasAll(List<SubjectName.Attribute> one, List<SubjectName.Attribute> other) {
        return other.stream()
                .allMatch(wanted -> one.stream()
                        .anyMatch(has -> has.type().equalsIgnoreCase(wanted.type())
                                && has.value().equals(wanted.value())));
    }

    /** Reads a name; returns null if it is none. */
    public static @Nullable DistinguishedName parse(String text) {
        return new Parser(text).parse();
    }

    /**
     * Reads one name, byte by byte.
     *
     * <p><b>Owner:</b> who made it.
     */
    private static final class Parser {
        private final byte[] text;
        private final List<List<SubjectName.Attribute>> parts = new ArrayList<>();
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private List<SubjectName.Attribute> part = new ArrayList<>();
        private String type = "";
        private int blanks; // At the end of the buffer, and not escaped.

        Parser(String text) {
            this.text = text.getBytes(UTF_8);
        }

        @Nullable
        DistinguishedName parse() {
            int i = 0;
            while (i < text.length) {
                int length = take(i);
                if (length == 0) {
                    return null;
                }
                i += length;
            }
            if (buffer.size() > 0) {
                if (type.isEmpty()) {
                    return null;
                }
                endAttribute();
                parts.add(part);
            }
            return new DistinguishedName(parts);
        }

        /** Takes what stands at {@code i}; returns how many bytes that is, or zero if it cannot stand there. */
        private int take(int i) {
            switch (text[i]) {
                case '\\' -> {
                    return takeEscaped(i);
                }
                case '=' -> {
                    type = takeBuffer();
                    return i + 1 < text.length && text[i + 1] == '#' ? 0 : 1; // What is encoded is not understood.
                }
                case ',', '+' -> {
                    if (type.isEmpty()) {
                        return 0;
                    }
                    endAttribute();
                    if (text[i] == ',') {
                        parts.add(part);
                        part = new ArrayList<>();
                    }
                    return 1;
                }
                case ' ' -> {
                    if (buffer.size() > 0) {
                        blanks++;
                        buffer.write(' ');
                    }
                    return 1;
                }
                default -> {
                    append(text[i]);
                    return 1;
                }
            }
        }

        private int takeEscaped(int i) {
            if (i + 1 == text.length) {
                return 1; // A lone backslash at the end is nothing.
            }
            if (SPECIAL.indexOf(text[i + 1]) >= 0) {
                append(text[i + 1]);
                return 2;
            }
            if (i + 2 >= text.length) {
                return 0;
            }
            int high = Character.digit(text[i + 1], 16);
            int low = Character.digit(text[i + 2], 16);
            if (high < 0 || low < 0) {
                return 0;
            }
            append((byte) (high * 16 + low));
            return 3;
        }

        private void append(byte character) {
            blanks = 0;
            buffer.write(character);
        }

        private void endAttribute() {
            part.add(new SubjectName.Attribute(type, takeBuffer()));
            type = "";
        }

        private String takeBuffer() {
            String taken = new String(buffer.toByteArray(), 0, buffer.size() - blanks, UTF_8);
            buffer.reset();
            blanks = 0;
            return taken;
        }
    }
}
