/**
 * Owns {@code clusterlink get}: the lists of a running gateway as tables, JSON or YAML, once or as
 * they change. What is in a list comes from the gateway's read API, asked by {@code cli.admin}.
 * Runs on the main thread.
 */
@NullMarked
package net.clusterlink.cli.get;

import org.jspecify.annotations.NullMarked;
