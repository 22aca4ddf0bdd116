/**
 * Accounts as isolated worlds, and what a user may do in one: permissions and limits, resolved from configuration.
 */
@NullMarked
package dev.gannet.account;

import org.jspecify.annotations.NullMarked;
