package net.clusterlink.controlplane.store;

import java.time.Duration;
import java.util.List;

/**
 * What changed at once: it takes effect as a whole.
 *
 * @param changes the steps, each object at most once
 * @param appeared problems that were not there before
 * @param mended problems that no longer are
 * @param problems all problems there are now
 * @param took how long the store needed, from the moment the change was complete
 */
public record ChangeSet(
    List<Change> changes,
    List<ConfigProblem> appeared,
    List<ConfigProblem> mended,
    ConfigProblems problems,
    Duration took) {
  public ChangeSet {
    changes = List.copyOf(changes);
    appeared = List.copyOf(appeared);
    mended = List.copyOf(mended);
  }

  /** Whether nothing differs, neither resources nor problems. */
  public boolean isEmpty() {
    return changes.isEmpty() && appeared.isEmpty() && mended.isEmpty();
  }
}
