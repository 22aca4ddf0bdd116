package dev.gannet.subject.transform;

/**
 * A piece of what a transform makes. The tokens that pieces speak of are those of the subject in the buffer, the first of
 * which is 0; that the subject matches the transform's source says that they are there.
 *
 * <p><b>Hot path:</b> {@link #append} allocates nothing.
 */
interface Piece {
    /** Appends it to what was made of the buffer's subject so far. */
    void append(TransformBuffer buffer, RandomInts random);

    /** A token as it is. */
    record Token(int token) implements Piece {
        @Override
        public void append(TransformBuffer buffer, RandomInts random) {
            buffer.appendSource(buffer.tokenStart(token), buffer.tokenEnd(token));
        }
    }

    /** All tokens from one on: what the source's {@code >} stands for. */
    record Rest(int token) implements Piece {
        @Override
        public void append(TransformBuffer buffer, RandomInts random) {
            buffer.appendSource(buffer.tokenStart(token), buffer.tokenEnd(buffer.tokenCount() - 1));
        }
    }

    /** A random number below the bound; a negative bound counts as its amount, and of none it is 0. */
    record Random(int bound) implements Piece {
        @Override
        public void append(TransformBuffer buffer, RandomInts random) {
            int below = (int) Math.min(Integer.MAX_VALUE, Math.abs((long) bound));
            buffer.appendNumber(below == 0 ? 0 : random.below(below));
        }
    }

    /** A token with a separator so many bytes from one of its ends; one that is not longer as it is. */
    record SplitAt(int token, int count, boolean fromRight) implements Piece {
        @Override
        public void append(TransformBuffer buffer, RandomInts random) {
            int from = buffer.tokenStart(token);
            int to = buffer.tokenEnd(token);
            if (count <= 0 || count >= to - from) {
                buffer.appendSource(from, to);
                return;
            }
            int at = fromRight ? to - count : from + count;
            buffer.appendSource(from, at);
            buffer.appendSeparator();
            buffer.appendSource(at, to);
        }
    }

    /** A token cut into pieces of so many bytes; what is left over is the last one, or from the right the first. */
    record Slices(int token, int size, boolean fromRight) implements Piece {
        @Override
        public void append(TransformBuffer buffer, RandomInts random) {
            int from = buffer.tokenStart(token);
            int to = buffer.tokenEnd(token);
            if (size <= 0 || size >= to - from) {
                buffer.appendSource(from, to);
                return;
            }
            int over = (to - from) % size;
            int at = from + (fromRight && over > 0 ? over : size);
            buffer.appendSource(from, at);
            while (at < to) {
                int end = Math.min(at + size, to);
                buffer.appendSeparator();
                buffer.appendSource(at, end);
                at = end;
            }
        }
    }

    /** So many bytes of one end of a token; one that is not longer as it is. */
    record End(int token, int count, boolean right) implements Piece {
        @Override
        public void append(TransformBuffer buffer, RandomInts random) {
            int from = buffer.tokenStart(token);
            int to = buffer.tokenEnd(token);
            boolean cut = count > 0 && count < to - from;
            buffer.appendSource(cut && right ? to - count : from, cut && !right ? from + count : to);
        }
    }
}
