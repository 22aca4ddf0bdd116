/** What makes a message a call, without a server and without beans. */
@NullMarked
package dev.gannet.client.call;

import org.jspecify.annotations.NullMarked;
