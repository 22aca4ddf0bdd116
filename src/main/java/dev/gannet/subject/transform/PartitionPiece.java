package dev.gannet.subject.transform;

/**
 * The number of a partition, always the same for the same tokens: the FNV-1a hash of their bytes, modulo the number of
 * partitions (AC-61). Of no tokens, it is that of the whole subject.
 */
final class PartitionPiece implements Piece {
    private static final int FNV_BASIS = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private final int[] tokens;
    private final int partitions;

    /** {@code partitions} is taken without its sign; of none, the number is 0. */
    PartitionPiece(int[] tokens, int partitions) {
        this.tokens = tokens;
        this.partitions = partitions;
    }

    @Override
    public void append(TransformBuffer buffer, RandomInts random) {
        int hash = FNV_BASIS;
        for (int token : tokens) {
            hash = hash(hash, buffer.source(), buffer.tokenStart(token), buffer.tokenEnd(token));
        }
        if (tokens.length == 0) {
            hash = hash(hash, buffer.source(), buffer.tokenStart(0), buffer.tokenEnd(buffer.tokenCount() - 1));
        }
        int partition = partitions == 0 ? 0 : Integer.remainderUnsigned(hash, partitions);
        buffer.appendNumber(Integer.toUnsignedLong(partition));
    }

    private static int hash(int before, byte[] bytes, int from, int to) {
        int hash = before;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
