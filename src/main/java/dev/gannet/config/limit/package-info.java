/** Limits that nats-server does not have: how fast clients may publish, and what logins may cost. */
@NullMarked
package dev.gannet.config.limit;

import org.jspecify.annotations.NullMarked;
