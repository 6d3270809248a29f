/**
 * Owns what the read API shows: a record for each kind of thing, whose parts are the fields of its
 * JSON. Filling them is left to {@code admin.read}, showing them to the command line. Immutable
 * values for any thread.
 */
@NullMarked
package net.clusterlink.admin.view;

import org.jspecify.annotations.NullMarked;
