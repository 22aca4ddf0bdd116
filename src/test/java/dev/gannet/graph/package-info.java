/**
 * Accounts that share with each other at random, and a model of what that comes to: as simple as it can be, with none of
 * the server's own code.
 */
@NullMarked
package dev.gannet.graph;

import org.jspecify.annotations.NullMarked;
