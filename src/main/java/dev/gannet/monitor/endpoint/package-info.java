/**
 * {@code /varz}, {@code /connz}, {@code /subsz}, {@code /healthz}: records that become the reference's JSON.
 *
 * <p>Nothing here knows HTTP: {@link dev.gannet.monitor.endpoint.MonitorEndpoints} takes a path and a query and returns
 * bytes, and each host puts its own HTTP server in front.
 */
@NullMarked
package dev.gannet.monitor.endpoint;

import org.jspecify.annotations.NullMarked;
