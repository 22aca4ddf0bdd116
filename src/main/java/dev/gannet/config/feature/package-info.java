/**
 * What a server is told of things that it can do beside its clients' protocol: WebSocket, MQTT, JetStream, operators and
 * their accounts, OCSP. Data that checks itself; what does them only has to read it.
 */
@NullMarked
package dev.gannet.config.feature;

import org.jspecify.annotations.NullMarked;
