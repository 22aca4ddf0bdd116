package dev.gannet.subject.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.subject.Subjects;
import dev.gannet.subject.transform.TransformException.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one subject of another: {@code orders.*} with the destination {@code shop.{{wildcard(1)}}.new} makes
 * {@code shop.7.new} of {@code orders.7} (AC-59 to AC-70). Compiled once; sources and destinations are texts of a
 * configuration, subjects the bytes of the wire.
 *
 * <p>It never changes, so any thread may use it, each with a buffer of its own.
 *
 * <p><b>Hot path:</b> {@link #matches}, and {@link #apply} into a buffer that has grown, allocate nothing.
 */
public final class SubjectTransform {
    private static final String ALL = ">";

    private final String source;
    private final String destination;
    private final SourcePattern pattern;
    private final Piece[] pieces;
    private final boolean isRandom;

    private SubjectTransform(String source, String destination, SourcePattern pattern, List<Piece> pieces) {
        this.source = source;
        this.destination = destination;
        this.pattern = pattern;
        this.pieces = pieces.toArray(Piece[]::new);
        this.isRandom = pieces.stream().anyMatch(Piece.Random.class::isInstance);
    }

    /** Returns the transform of a pair; the empty source takes every subject. Not every wildcard has to be used. */
    public static SubjectTransform of(String source, String destination) throws TransformException {
        return compile(source, destination, false);
    }

    /** Returns the same, if it can be reversed: of an import, it may only use wildcards, and all of them (AC-70). */
    public static SubjectTransform reversible(String source, String destination) throws TransformException {
        return compile(source, destination, true);
    }

    /**
     * Returns the transform of a pair that somebody writes: what is wrong with the destination alone is found first, and
     * said in other words than {@link #of} has for it.
     */
    public static SubjectTransform forMapping(String source, String destination) throws TransformException {
        boolean isOpen = false;
        for (String token : tokens(destination)) {
            if (token.isEmpty() || isOpen) {
                throw Fault.BAD_TRANSFORM.in(token);
            }
            if (Function.isCall(token)) {
                Function.call(token); // That it can be called so is the compiler's affair.
            } else if (hasWhiteSpace(token)) {
                throw Fault.BAD_TRANSFORM.in("");
            }
            isOpen = token.equals(ALL);
        }
        return of(source, destination);
    }

    /**
     * Returns what makes the subject that is received in an account of the one that was published in another (AC-39).
     *
     * @param from the subject of the import, in the account that exports it
     * @param to what it is called in the importing account; its wildcards stand for those of {@code from} in their order
     */
    public static SubjectTransform ofStreamImport(String from, String to) throws TransformException {
        if (Subjects.isLiteral(from)) {
            return fixed(from, to);
        }
        return from.equals(to) ? unchanged(from) : reversible(from, destinationOf(to));
    }

    /**
     * Returns what makes the subject that is asked in another account of the one that is published here (AC-41); where a
     * wildcard is used twice, so that there is no way back, that is the import's subject with its wildcards as text.
     *
     * @param subject the subject of the import, in the account that exports it
     * @param to what it is called here, perhaps with placeholders for the wildcards of {@code subject}
     */
    public static SubjectTransform ofServiceImport(String subject, String to) throws TransformException {
        if (Subjects.isLiteral(subject)) {
            return fixed(to, subject);
        }
        if (subject.equals(to)) {
            return unchanged(to);
        }
        String remote = sourceOf(subject);
        SubjectTransform back = reversible(remote, destinationOf(to)).reverse();
        return back == null ? fixed(sourceOf(to), remote) : back;
    }

    /** Returns a destination that changes nothing about what a source takes: of {@code a.*.*} it is {@code a.$1.$2}. */
    public static String destinationOf(String source) {
        List<String> made = new ArrayList<>();
        int wildcard = 0;
        for (String token : tokens(source)) {
            made.add(token.equals("*") ? "$" + ++wildcard : token);
        }
        return String.join(".", made);
    }

    /** Returns the source that takes what a destination of wildcards makes: of {@code a.$2.$1} it is {@code a.*.*}. */
    public static String sourceOf(String destination) {
        List<String> made = new ArrayList<>();
        for (String token : tokens(destination)) {
            made.add(isPlaceholder(token) ? "*" : token);
        }
        return String.join(".", made);
    }

    public String source() {
        return source;
    }

    public String destination() {
        return destination;
    }

    /** Returns whether it may make different subjects of the same one. */
    public boolean isRandom() {
        return isRandom;
    }

    /** Returns whether the source takes a subject, which may have empty tokens and wildcards (CP-163, AC-71). */
    public boolean matches(byte[] subject, int offset, int length) {
        return pattern.matches(subject, offset, length);
    }

    /** Leaves in {@code into} what it makes of a subject that it {@linkplain #matches takes}. */
    public void apply(byte[] subject, int offset, int length, RandomInts random, TransformBuffer into) {
        into.begin(subject, offset, length);
        for (Piece piece : pieces) {
            piece.append(into, random);
        }
    }

    /** Returns what it makes of a subject that it {@linkplain #matches takes}. */
    public byte[] apply(byte[] subject, RandomInts random) {
        TransformBuffer buffer = new TransformBuffer();
        apply(subject, 0, subject.length, random, buffer);
        return buffer.copy();
    }

    /**
     * Returns the transform of the way back, or null if there is none. As in the reference server, the placeholders of
     * the destination take the places of the source's wildcards in the order in which they stand: for {@code a.$2.$1} and
     * whatever else only swaps wildcards that is the way back, for {@code a.$2.$3.$1} it is not.
     */
    public @Nullable SubjectTransform reverse() {
        List<String> placeholders = tokens(destination).stream()
                .filter(SubjectTransform::isPlaceholder)
                .toList();
        List<String> back = new ArrayList<>();
        int used = 0;
        for (String token : tokens(source)) {
            if (!token.equals("*")) {
                back.add(token);
            } else if (used == placeholders.size()) {
                return null;
            } else {
                back.add(placeholders.get(used++));
            }
        }
        try {
            return reversible(sourceOf(destination), String.join(".", back));
        } catch (TransformException e) {
            return null; // What uses a wildcard twice makes a source with more of them than there are to use.
        }
    }

    @Override
    public String toString() {
        return source + " -> " + destination;
    }

    private static SubjectTransform compile(String from, String destination, boolean isReversible)
            throws TransformException {
        String source = from.isEmpty() ? ALL : from;
        List<String> tokens = tokens(destination);
        boolean opens = destination.equals(ALL) || destination.endsWith(".>");
        if (!Subjects.isValidFilter(source) || !Subjects.isValidFilter(destination) || tokens.contains("*")) {
            throw new TransformException(TransformException.BAD_SUBJECT);
        }
        SourcePattern pattern = SourcePattern.of(source);
        if (pattern.hasAnyTokens() != opens) {
            throw new TransformException(TransformException.BAD_SUBJECT);
        }
        Compilation compilation = new Compilation(pattern, isReversible);
        for (String token : tokens) {
            compilation.add(DestinationToken.read(token));
        }
        return new SubjectTransform(source, destination, pattern, compilation.end(destination));
    }

    /** Makes the same of every subject, wherever its text looks like a wildcard or a call. */
    private static SubjectTransform fixed(String source, String made) {
        Piece text = new TextPiece(made.getBytes(UTF_8));
        return new SubjectTransform(source, made, SourcePattern.of(source), List.of(text));
    }

    private static SubjectTransform unchanged(String source) {
        Piece whole = new Piece.Rest(0);
        return new SubjectTransform(source, destinationOf(source), SourcePattern.of(source), List.of(whole));
    }

    private static boolean isPlaceholder(String token) {
        if (token.length() > 1 && token.charAt(0) == '$' && token.charAt(1) >= '1' && token.charAt(1) <= '9') {
            return true;
        }
        List<String> arguments = Function.WILDCARD.arguments(token);
        return arguments.size() == 1 && !arguments.get(0).isEmpty();
    }

    private static List<String> tokens(String subject) {
        return List.of(subject.split("\\.", -1));
    }

    private static boolean hasWhiteSpace(String token) {
        return token.chars().anyMatch(c -> " \t\n\f\r".indexOf(c) >= 0);
    }
}
