/**
 * For tests of programs that use NATS: a server that starts with a test class and ends with it. It needs JUnit 5, which
 * nothing else of Gannet does.
 */
@NullMarked
package dev.gannet.testing;

import org.jspecify.annotations.NullMarked;
