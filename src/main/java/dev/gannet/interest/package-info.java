/**
 * Who wants what: subscriptions, the sublist that matches a subject to them, and the generations by which cached
 * answers are found stale.
 */
@NullMarked
package dev.gannet.interest;

import org.jspecify.annotations.NullMarked;
