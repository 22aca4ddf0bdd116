package dev.gannet.routing;

import dev.gannet.protocol.FrameRewriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where messages are written anew, one place for each account that a message passes through: what it was there is still
 * delivered when it goes on. A place that was never needed is not there.
 *
 * <p><b>Owner:</b> an event loop.
 */
final class Rewriters {
    private @Nullable FrameRewriter[] byDepth = new FrameRewriter[1];

    /** Returns the place for a message that has changed accounts so often before. */
    FrameRewriter at(int depth) {
        if (depth >= byDepth.length) {
            byDepth = Arrays.copyOf(byDepth, depth + 1);
        }
        FrameRewriter rewriter = byDepth[depth];
        if (rewriter == null) {
            rewriter = new FrameRewriter();
            byDepth[depth] = rewriter;
        }
        return rewriter;
    }
}
