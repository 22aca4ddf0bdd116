/**
 * How long services take: which requests are measured, and what is told of them to those who offer the service (ADR-3 of
 * NATS). A request that is not measured never gets here.
 */
@NullMarked
package dev.gannet.account.latency;

import org.jspecify.annotations.NullMarked;
