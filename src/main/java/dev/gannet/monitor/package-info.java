/**
 * A server as its monitoring sees it: {@link dev.gannet.monitor.ServerView} and the plain records that it returns. The
 * engine fills them; the endpoints, JMX and the system account's services read them.
 */
@NullMarked
package dev.gannet.monitor;

import org.jspecify.annotations.NullMarked;
