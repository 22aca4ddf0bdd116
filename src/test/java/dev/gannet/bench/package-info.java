/** Programs that measure; {@code bench/} says how they are run. No tests. */
@NullMarked
package dev.gannet.bench;

import org.jspecify.annotations.NullMarked;
