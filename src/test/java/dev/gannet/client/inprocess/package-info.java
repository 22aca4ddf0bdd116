@NullMarked
package dev.gannet.client.inprocess;

import org.jspecify.annotations.NullMarked;
