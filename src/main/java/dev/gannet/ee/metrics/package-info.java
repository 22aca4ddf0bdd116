/** MicroProfile Metrics: the server's figures among the container's own, under the names that {@code monitor.metric} gives. */
@NullMarked
package dev.gannet.ee.metrics;

import org.jspecify.annotations.NullMarked;
