package net.clusterlink.controlplane.directory;

import java.util.Map;
import java.util.Set;

/**
 * Files that changed together, by the name under which they are told.
 *
 * @param changed what each file says from now on
 * @param removed those that are gone
 * @param renamed those gone whose content is found under another name, which is among the changed
 */
record Batch(Map<String, FileContent> changed, Set<String> removed, Map<String, String> renamed) {
  boolean isEmpty() {
    return changed.isEmpty() && removed.isEmpty();
  }
}
