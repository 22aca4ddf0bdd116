package dev.gannet.subject.transform;

/** Text of the destination itself. */
final class TextPiece implements Piece {
    private final byte[] text;

    TextPiece(byte[] text) {
        this.text = text;
    }

    @Override
    public void append(TransformBuffer buffer, RandomInts random) {
        buffer.append(text);
    }
}
