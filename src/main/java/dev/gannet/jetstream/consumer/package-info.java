/** What a consumer knows of what it has sent. It changes at once; what of it lasts is written into the log behind that. */
@NullMarked
package dev.gannet.jetstream.consumer;

import org.jspecify.annotations.NullMarked;
