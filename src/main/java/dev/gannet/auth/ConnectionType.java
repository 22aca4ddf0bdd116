package dev.gannet.auth;

/** How a client is connected, in the words of {@code allowed_connection_types}. */
public enum ConnectionType {
    STANDARD,
    WEBSOCKET,
    LEAFNODE,
    LEAFNODE_WS,
    MQTT,
    MQTT_WS,
    IN_PROCESS
}
