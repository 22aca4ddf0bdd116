/** What tests of JetStream's packages have in common. */
@NullMarked
package dev.gannet.jetstream;

import org.jspecify.annotations.NullMarked;
