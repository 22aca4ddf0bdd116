package dev.gannet.process.log;

import java.time.Instant;

/** One line before it is rendered. */
record LogLine(Instant time, LogLevel level, String text) {}
