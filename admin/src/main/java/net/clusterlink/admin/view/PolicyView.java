package net.clusterlink.admin.view;

import java.util.List;
import java.util.Optional;

/**
 * An access policy.
 *
 * @param namespace whose sessions it applies to; absent for a privileged one, which applies to all
 * @param tier {@code privileged} or {@code regular}
 * @param action {@code allow} or {@code deny}
 * @param from alternatives for the source
 * @param to alternatives for the destination
 */
public record PolicyView(
    String name,
    Optional<String> namespace,
    String tier,
    String action,
    List<SelectorView> from,
    List<SelectorView> to) {
  public PolicyView {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }
}
