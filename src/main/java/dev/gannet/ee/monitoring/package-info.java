/**
 * The monitoring endpoints on the container's HTTP port: a servlet in front of {@link
 * dev.gannet.monitor.endpoint.MonitorEndpoints}.
 */
@NullMarked
package dev.gannet.ee.monitoring;

import org.jspecify.annotations.NullMarked;
