/**
 * What makes a message a call of a method of a bean: the arguments, the answer, the failure. All kinds of observers use
 * it: those of subjects, streams and buckets, and the endpoints of services. Nothing here knows CDI.
 */
@NullMarked
package dev.gannet.client.call;

import org.jspecify.annotations.NullMarked;
