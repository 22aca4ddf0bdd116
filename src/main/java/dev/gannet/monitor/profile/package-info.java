/**
 * What the process is doing: its threads, the processor, the heap. The form is that of pprof, which the tools for
 * profiles of the reference read.
 */
@NullMarked
package dev.gannet.monitor.profile;

import org.jspecify.annotations.NullMarked;
