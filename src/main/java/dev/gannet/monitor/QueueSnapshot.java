package dev.gannet.monitor;

/**
 * Something inside the server in which work waits.
 *
 * @param pending how much waits
 * @param inProgress how much is being done, as far as that is known
 */
public record QueueSnapshot(String name, int pending, int inProgress) {}
