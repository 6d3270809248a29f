/**
 * Owns the directory of manifests as a store: finding and watching its files, taking each when it
 * is complete, the rules that hold across documents, and the last good version of what turned bad.
 * What a document says is read by {@code net.clusterlink.api.yaml}; what becomes of a change is the
 * control plane's. One virtual thread of the store's own runs all of it after the start.
 */
@NullMarked
package net.clusterlink.controlplane.directory;

import org.jspecify.annotations.NullMarked;
