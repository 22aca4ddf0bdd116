/**
 * Message tracing: what happened to one message, told to the subject that its headers name. A message without headers
 * never gets here; one with headers costs a search for two words.
 */
@NullMarked
package dev.gannet.tracing;

import org.jspecify.annotations.NullMarked;
