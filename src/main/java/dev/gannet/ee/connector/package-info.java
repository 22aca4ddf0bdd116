/**
 * The connector that hosts the protocol listeners: a JCA resource adapter. A container does not start one that lies inside
 * an application, so a bean does, and gives it the services that the container would.
 */
@NullMarked
package dev.gannet.ee.connector;

import org.jspecify.annotations.NullMarked;
