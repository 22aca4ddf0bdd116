/**
 * The catalogue of accounts and streams in SQL, for applications in the same container: an H2 database beside the
 * streams, made of what the engine says, and made again whenever something is wrong with it. Nothing is kept in it alone.
 */
@NullMarked
package dev.gannet.ee.catalog;

import org.jspecify.annotations.NullMarked;
