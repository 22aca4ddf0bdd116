/**
 * Subjects: tokens, wildcards, validity, and subjects as words for comparison in a buffer. Pure functions and values.
 */
@NullMarked
package dev.gannet.subject;

import org.jspecify.annotations.NullMarked;
