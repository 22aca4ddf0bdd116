package dev.gannet.jetstream.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * The streams that may have changed: a checkpoint looks at no others, of which there may be thousands.
 *
 * <p><b>Owner:</b> the stream loop of their shard.
 */
public final class TouchedStreams {
    private List<Stream> streams = new ArrayList<>();

    TouchedStreams() {}

    /** A stream may have changed, or is to be looked at again. */
    public void add(Stream stream) {
        if (!stream.isTouched()) {
            stream.touched(true);
            streams.add(stream);
        }
    }

    /** Returns those that were added since this was asked last. They may be gone. */
    public List<Stream> take() {
        List<Stream> taken = streams;
        streams = new ArrayList<>();
        taken.forEach(stream -> stream.touched(false));
        return taken;
    }
}
