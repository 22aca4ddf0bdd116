/**
 * The server's figures as metrics: names, labels and values are decided here, and each host only shows them in its way.
 * The names are those of prometheus-nats-exporter, so that dashboards which were made for it show this server too.
 */
@NullMarked
package dev.gannet.monitor.metric;

import org.jspecify.annotations.NullMarked;
