/**
 * What a running server does with settings that are read again: which of them it can take over, what is to be done for
 * each, and how its log says so. In: the settings in force and the new ones. Out: the changes, or why there can be none.
 */
@NullMarked
package dev.gannet.config.reload;

import org.jspecify.annotations.NullMarked;
