/** What the logins of all connections share: who decides on them, where, and what bounds them. */
@NullMarked
package dev.gannet.connection.login;

import org.jspecify.annotations.NullMarked;
