/**
 * Who is it: from the credentials of a CONNECT to a user of an account. Tokens, passwords, lists of users.
 */
@NullMarked
package dev.gannet.auth;

import org.jspecify.annotations.NullMarked;
