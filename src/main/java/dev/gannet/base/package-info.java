/**
 * What everything may use: memory, time, chance, timers, logs. It knows no NATS word and imports nothing of Gannet.
 */
@NullMarked
package dev.gannet.base;

import org.jspecify.annotations.NullMarked;
