package dev.gannet.protocol;

import dev.gannet.base.Chunk;

/** The reply subjects that only the server may use (CP-167). Pure functions. */
public final class ReservedReply {
    private static final int SERVICE = 0x2e5f525f; // "_R_." as a little-endian int
    private static final int GATEWAY = 0x5f52475f; // "_GR_"
    private static final int OLD_GATEWAY = 0x2e524724; // "$GR."
    private static final int JETSTREAM = 0x2e534a24; // "$JS."
    private static final int ACK = 0x2e4b4341; // "ACK."

    private ReservedReply() {}

    /** Returns whether the reply of {@code frame}, which has one, is reserved. */
    public static boolean is(PublishFrame frame) {
        Chunk in = frame.chunk();
        int start = frame.tail();
        int first = in.intAt(start);
        return switch (first) {
            case SERVICE -> frame.replyLength() >= 4;
            case OLD_GATEWAY -> frame.replyLength() > 4;
            case GATEWAY -> frame.replyLength() > 5 && in.byteAt(start + 4) == '.';
            case JETSTREAM -> frame.replyLength() > 8 && in.intAt(start + 4) == ACK;
            default -> false;
        };
    }
}
