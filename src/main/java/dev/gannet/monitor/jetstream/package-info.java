/**
 * JetStream as the monitoring shows it: what it asks the engine for, and the JSON that becomes of the answers in
 * {@code /jsz}, {@code /varz}, {@code /healthz} and on the system account's subjects.
 */
@NullMarked
package dev.gannet.monitor.jetstream;

import org.jspecify.annotations.NullMarked;
