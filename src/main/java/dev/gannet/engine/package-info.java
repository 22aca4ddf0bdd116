/**
 * The engine put together: builds the parts, starts and stops them in order. What an embedding program uses.
 */
@NullMarked
package dev.gannet.engine;

import org.jspecify.annotations.NullMarked;
