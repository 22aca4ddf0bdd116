package dev.gannet.service;

/** What every answer of the server's own looks like: who says it, and what (MO-110). */
record ServiceAnswer(ServerStamp server, Object data) {}
