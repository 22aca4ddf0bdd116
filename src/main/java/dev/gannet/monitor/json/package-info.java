/** How the monitoring's records become the reference's JSON: what is left out, how numbers, times and texts look. */
@NullMarked
package dev.gannet.monitor.json;

import org.jspecify.annotations.NullMarked;
