/** What is deployed beside the server: an application of somebody else, which knows nothing of ours. */
@NullMarked
package dev.gannet.payara.application;

import org.jspecify.annotations.NullMarked;
