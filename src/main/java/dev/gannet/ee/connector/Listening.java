package dev.gannet.ee.connector;

/** The event that clients can connect from now on. */
public record Listening() {}
