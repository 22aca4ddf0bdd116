/**
 * What a server is told of other servers: its cluster, its gateways, its leaf nodes. Data that checks itself; what connects
 * to them only has to read it.
 */
@NullMarked
package dev.gannet.config.peer;

import org.jspecify.annotations.NullMarked;
