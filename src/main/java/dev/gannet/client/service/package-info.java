/** Services: beans whose methods are endpoints that can be found and counted, by the rules of NATS's services. */
@NullMarked
package dev.gannet.client.service;

import org.jspecify.annotations.NullMarked;
