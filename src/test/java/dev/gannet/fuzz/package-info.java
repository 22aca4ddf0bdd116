/**
 * What a stranger may send: frames that are nearly right, in any pieces. They come from a seed, so that a run can be
 * repeated; what they once broke stays as a test.
 */
@NullMarked
package dev.gannet.fuzz;

import org.jspecify.annotations.NullMarked;
