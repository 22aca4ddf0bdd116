/** The process's signals. Apart, since javac warns of the only class that there is for them. */
@NullMarked
package dev.gannet.process.signal;

import org.jspecify.annotations.NullMarked;
