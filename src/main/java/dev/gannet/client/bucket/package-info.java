/** Key-value buckets and object stores: what is injected, and methods that are called for changes. */
@NullMarked
package dev.gannet.client.bucket;

import org.jspecify.annotations.NullMarked;
