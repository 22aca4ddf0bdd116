/**
 * Requests in JSON, read as the reference reads them: what it takes, what it ignores, and its words for what is wrong.
 * Texts are as on the wire: each char is a byte.
 */
@NullMarked
package dev.gannet.protocol.json;

import org.jspecify.annotations.NullMarked;
