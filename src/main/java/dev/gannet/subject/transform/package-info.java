/**
 * What becomes of a subject before anybody looks who subscribes: transforms, which make one subject of another, and the
 * mappings of an account, which choose among transforms by weight and by cluster.
 */
@NullMarked
package dev.gannet.subject.transform;

import org.jspecify.annotations.NullMarked;
