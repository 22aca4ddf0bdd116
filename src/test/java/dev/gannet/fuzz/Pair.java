package dev.gannet.fuzz;

/** The same connection to both servers of a round: to one that reads much at a time, to one that reads little. */
record Pair(MemoryConnection whole, MemoryConnection split) {}
