/**
 * Owns the {@code clusterlink} command: its subcommands, options, exit codes and what it prints.
 * What a command does is left to the modules; how a gateway is put together is {@code
 * net.clusterlink.cli.gateway}'s. One command runs on the main thread, from start to end.
 */
@NullMarked
package net.clusterlink.cli;

import org.jspecify.annotations.NullMarked;
