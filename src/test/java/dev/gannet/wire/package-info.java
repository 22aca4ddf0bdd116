/**
 * The wire protocol as transcripts: what clients send, byte for byte, and what the server must answer. The transcripts
 * lie in {@code src/test/resources/wire}; {@link dev.gannet.wire.TranscriptParser} says how they are written.
 */
@NullMarked
package dev.gannet.wire;

import org.jspecify.annotations.NullMarked;
