/**
 * The command line: its flags, and how they, the host's settings and the file that they name come together. In: arguments.
 * Out: a {@link dev.gannet.config.flag.CommandLine} to be done, with a {@link dev.gannet.config.ServerConfig} if that is to
 * start a server.
 */
@NullMarked
package dev.gannet.config.flag;

import org.jspecify.annotations.NullMarked;
