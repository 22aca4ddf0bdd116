package dev.gannet.config.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A certificate's distinguished name, in its own order, which is from the general to the particular.
 *
 * @param parts mostly of one attribute each
 */
public record SubjectName(List<List<Attribute>> parts) {
    private static final String DOMAIN_COMPONENT = "0.9.2342.19200300.100.1.25";
    private static final int PRINTABLE_STRING = 0x13;
    private static final int UTF8_STRING = 0x0c;
    private static final int BMP_STRING = 0x1e;

    /** The attributes that nats-server writes by name, in the order in which it puts them. */
    private static final Map<String, String> USUAL = usual();

    private static final String ESCAPED = ",+\"\\<>;";
    private static final String PRINTABLE = "'()+,-./:=? ";
    private static final Set<Integer> TEXTS = Set.of(PRINTABLE_STRING, UTF8_STRING, BMP_STRING, 0x14, 0x16, 0x12);

    /**
     * An attribute.
     *
     * @param type its object identifier
     */
    public record Attribute(String type, String value) {}

    public SubjectName {
        parts = parts.stream().map(List::copyOf).toList();
    }

    private static Map<String, String> usual() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("2.5.4.6", "C");
        names.put("2.5.4.10", "O");
        names.put("2.5.4.11", "OU");
        names.put("2.5.4.7", "L");
        names.put("2.5.4.8", "ST");
        names.put("2.5.4.9", "STREET");
        names.put("2.5.4.17", "POSTALCODE");
        names.put("2.5.4.3", "CN");
        names.put("2.5.4.5", "SERIALNUMBER");
        return names;
    }

    /** Reads a name in its encoded form; what is no text in it is in hexadecimal. */
    static SubjectName parse(byte[] encoded) {
        List<List<Attribute>> parts = new ArrayList<>();
        Der names = new Der(encoded).take(Der.SEQUENCE);
        while (names.hasMore()) {
            Der set = names.take(Der.SET);
            List<Attribute> attributes = new ArrayList<>();
            while (set.hasMore()) {
                Der attribute = set.take(Der.SEQUENCE);
                String type = attribute.take(Der.OBJECT_IDENTIFIER).objectIdentifier();
                int tag = attribute.tag();
                if (TEXTS.contains(tag)) {
                    attributes.add(
                            new Attribute(type, text(tag, attribute.take(tag).rest())));
                }
            }
            parts.add(attributes);
        }
        return new SubjectName(parts);
    }

    private static String text(int tag, byte[] bytes) {
        if (!TEXTS.contains(tag)) {
            return "#" + HexFormat.of().formatHex(bytes);
        }
        return switch (tag) {
            case UTF8_STRING -> new String(bytes, UTF_8);
            case BMP_STRING -> new String(bytes, UTF_16BE);
            default -> new String(bytes, ISO_8859_1);
        };
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Returns the name as nats-server shows it: the particular first, and what has no name in hexadecimal. */
    public String text() {
        return reversed(parts.stream().map(SubjectName::text).toList());
    }

    private static String text(List<Attribute> part) {
        return String.join(
                "+",
                part.stream()
                        .map(attribute -> {
                            String name = USUAL.get(attribute.type());
                            return name == null
                                    ? attribute.type() + "=#" + hex(attribute.value())
                                    : name + "=" + escaped(attribute.value());
                        })
                        .toList());
    }

    /**
     * Returns the same without what has no name, and equal attributes together, in an order that does not depend on the
     * certificate: so a user may be called too.
     */
    public String sortedText() {
        List<List<Attribute>> sorted = new ArrayList<>();
        for (String type : USUAL.keySet()) {
            List<Attribute> same = parts.stream()
                    .flatMap(List::stream)
                    .filter(attribute -> attribute.type().equals(type))
                    .toList();
            if (!same.isEmpty()) {
                sorted.add(same);
            }
        }
        return new SubjectName(sorted).text();
    }

    /** Returns {@code DC=com,DC=example}, or the empty text if there is none of these. */
    public String domainComponents() {
        return String.join(
                ",",
                parts.stream()
                        .flatMap(List::stream)
                        .filter(attribute -> attribute.type().equals(DOMAIN_COMPONENT))
                        .map(attribute -> "DC=" + attribute.value())
                        .toList());
    }

    private static String reversed(List<String> texts) {
        StringBuilder text = new StringBuilder();
        for (int i = texts.size() - 1; i >= 0; i--) {
            text.append(text.isEmpty() ? "" : ",").append(texts.get(i));
        }
        return text.toString();
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean atEdge = (i == 0 && (c == ' ' || c == '#')) || (i == value.length() - 1 && c == ' ');
            text.append(atEdge || ESCAPED.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return text.toString();
    }

    private static String hex(String value) {
        boolean isPrintable =
                value.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || PRINTABLE.indexOf(c) >= 0));
        return HexFormat.of().formatHex(Der.of(isPrintable ? PRINTABLE_STRING : UTF8_STRING, value.getBytes(UTF_8)));
    }
}
