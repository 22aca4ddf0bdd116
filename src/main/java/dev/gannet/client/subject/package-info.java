/** Methods that are called for messages to a subject. */
@NullMarked
package dev.gannet.client.subject;

import org.jspecify.annotations.NullMarked;
