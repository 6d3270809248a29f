/**
 * Owns the strict reading of YAML and JSON into resources: every document becomes a resource, a
 * note of a foreign kind, or a list of all that is wrong with it, each with file, line, field and
 * remedy. Finding the files, and what becomes of a document that cannot be read, is left to the
 * control plane. Pure functions of their input, without I/O; any thread.
 */
@NullMarked
package net.clusterlink.api.yaml;

import org.jspecify.annotations.NullMarked;
