package dev.gannet.routing;

import dev.gannet.tracing.MessageTrace;

/**
 * A traced message that leaves an account as a request to a service, or as the answer to one.
 *
 * @param from what it is called in the account that it leaves, as bytes, one in each char
 */
record TracedCall(MessageTrace trace, String from) {}
