/**
 * Everything that knows the container. This package makes beans of the engine's parts, and gives them what they need of
 * the container.
 */
@NullMarked
package dev.gannet.ee;

import org.jspecify.annotations.NullMarked;
