/**
 * One peer, whatever carries its bytes: what a client may do and when, its subscriptions, its timers, and its end.
 */
@NullMarked
package dev.gannet.connection;

import org.jspecify.annotations.NullMarked;
