/** What connections are told of their encryption, and what they ask of it. */
@NullMarked
package dev.gannet.connection.tls;

import org.jspecify.annotations.NullMarked;
