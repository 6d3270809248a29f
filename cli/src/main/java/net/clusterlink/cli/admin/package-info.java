/**
 * Owns how commands ask a running gateway: where it is, the token, whom to trust, and what to say
 * when it does not answer. What the answers mean is left to each command. Runs on the thread of the
 * command.
 */
@NullMarked
package net.clusterlink.cli.admin;

import org.jspecify.annotations.NullMarked;
