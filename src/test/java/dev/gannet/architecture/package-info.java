/** The rules of docs/architecture.md and docs/style.md that a machine can hold: who may use whom, and how large things get. */
@NullMarked
package dev.gannet.architecture;

import org.jspecify.annotations.NullMarked;
