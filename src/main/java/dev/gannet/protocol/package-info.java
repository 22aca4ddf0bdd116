/**
 * The NATS client protocol: bytes to operations, INFO and CONNECT, and errors back to bytes.
 */
@NullMarked
package dev.gannet.protocol;

import org.jspecify.annotations.NullMarked;
