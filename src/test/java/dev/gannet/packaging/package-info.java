/** What is handed out to users, put together and started as they do it. */
@NullMarked
package dev.gannet.packaging;

import org.jspecify.annotations.NullMarked;
