/**
 * What a server shows of itself: {@code /varz}, {@code /connz}, {@code /subsz}, {@code /healthz}, as records that become
 * the reference's JSON.
 *
 * <p>Nothing here knows HTTP: a path and a query go in, bytes come out.
 * It sees the server through {@link dev.gannet.monitor.ServerView} only.
 */
@NullMarked
package dev.gannet.monitor;

import org.jspecify.annotations.NullMarked;
