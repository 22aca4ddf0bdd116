/**
 * Asks an authority whether a certificate that a client shows is still good (OCSP, RFC 6960), and decides by the answer.
 * What is asked waits for somebody else's server: none of it runs on an event loop.
 */
@NullMarked
package dev.gannet.net.ocsp;

import org.jspecify.annotations.NullMarked;
