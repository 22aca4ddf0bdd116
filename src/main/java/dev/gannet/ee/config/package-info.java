/**
 * Settings from where a container has them: MicroProfile Config.
 */
@NullMarked
package dev.gannet.ee.config;

import org.jspecify.annotations.NullMarked;
