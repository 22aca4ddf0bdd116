package dev.gannet.subject.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.subject.transform.TransformException.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the pieces of a transform from the tokens of its destination, and holds them against its source.
 *
 * <p><b>Owner:</b> whoever compiles; for one destination.
 */
final class Compilation {
    private final SourcePattern source;
    private final boolean isReversible;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder(); // What the next piece of text is made of.
    private int tokens;
    private int placeholders;

    Compilation(SourcePattern source, boolean isReversible) {
        this.source = source;
        this.isReversible = isReversible;
    }

    /** Adds the next token. */
    void add(DestinationToken token) throws TransformException {
        if (tokens++ > 0) {
            text.append('.');
        }
        Function function = token.function();
        if (function == null) {
            addText(token.text());
            return;
        }
        if (source.isLiteral()) {
            addForLiteral(token, function);
            return;
        }
        if (isReversible && function != Function.WILDCARD) {
            throw Fault.NOT_REVERSIBLE.in(token.text());
        }
        for (long wildcard : token.wildcards()) {
            if (wildcard > source.wildcardCount()) {
                throw Fault.OUT_OF_RANGE.in(token.text() + ": [" + wildcard + "]");
            }
        }
        placeholders += token.wildcards().size();
        addPiece(piece(token, function));
    }

    /** Returns the pieces of all that was added. */
    List<Piece> end(String destination) throws TransformException {
        if (isReversible && placeholders < source.wildcardCount()) {
            throw Fault.WILDCARDS_LEFT.in(destination);
        }
        endText();
        return pieces;
    }

    private void addText(String token) {
        if (token.equals(">")) {
            addPiece(new Piece.Rest(source.tokenCount() - 1));
        } else {
            text.append(token);
        }
    }

    /** Of a source without wildcards there are no tokens to choose from: a partition is that of the whole subject. */
    private void addForLiteral(DestinationToken token, Function function) throws TransformException {
        switch (function) {
            case PARTITION -> addPiece(new PartitionPiece(new int[0], token.number()));
            case RANDOM -> addPiece(new Piece.Random(token.number()));
            default -> throw Fault.OUT_OF_RANGE.in(token.text());
        }
    }

    private Piece piece(DestinationToken token, Function function) {
        int[] indices = token.wildcards().stream().mapToInt(source::tokenOf).toArray();
        int first = indices.length == 0 ? 0 : indices[0];
        int number = token.number();
        return switch (function) {
            case WILDCARD -> new Piece.Token(first);
            case PARTITION -> new PartitionPiece(indices, number);
            case RANDOM -> new Piece.Random(number);
            case SPLIT_FROM_LEFT -> new Piece.SplitAt(first, number, false);
            case SPLIT_FROM_RIGHT -> new Piece.SplitAt(first, number, true);
            case SLICE_FROM_LEFT -> new Piece.Slices(first, number, false);
            case SLICE_FROM_RIGHT -> new Piece.Slices(first, number, true);
            case LEFT -> new Piece.End(first, number, false);
            case RIGHT -> new Piece.End(first, number, true);
            case SPLIT -> new SplitPiece(first, token.delimiter().getBytes(UTF_8));
        };
    }

    private void addPiece(Piece piece) {
        endText();
        pieces.add(piece);
    }

    private void endText() {
        if (text.length() > 0) {
            pieces.add(new TextPiece(text.toString().getBytes(UTF_8)));
            text.setLength(0);
        }
    }
}
