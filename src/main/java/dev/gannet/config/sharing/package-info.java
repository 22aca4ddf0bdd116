/**
 * What an account gives to others and takes from them, where its messages go instead, and how much of JetStream it has.
 * Data that checks itself; what does it only has to read it.
 */
@NullMarked
package dev.gannet.config.sharing;

import org.jspecify.annotations.NullMarked;
