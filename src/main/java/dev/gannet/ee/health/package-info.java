/** Whether the server lives, takes connections and has started, as MicroProfile Health asks. */
@NullMarked
package dev.gannet.ee.health;

import org.jspecify.annotations.NullMarked;
