/** What is said of the beans of an application when it is deployed. */
@NullMarked
package dev.gannet.client.bean;

import org.jspecify.annotations.NullMarked;
