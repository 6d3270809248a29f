package net.clusterlink.admin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The meters of one family by their labels, for a bounded number of different labels: those that
 * come later share the meters of stand-ins, for good. So a gauge that went up for some labels goes
 * down for the same ones. Any thread; a look-up of known labels takes no lock.
 *
 * @param <L> the labels, with equality by value
 * @param <M> the meters of one set of labels
 */
final class BoundedLabels<L, M> {
  private final int limit;
  private final UnaryOperator<L> standIn;
  private final Function<L, M> register;
  private final Map<L, M> meters = new ConcurrentHashMap<>();
  private final Object registering = new Object();

  /**
   * No labels are known yet.
   *
   * @param limit how many different labels get meters of their own
   * @param standIn the labels to count others under; of few different values
   * @param register makes the meters of labels seen for the first time
   */
  BoundedLabels(int limit, UnaryOperator<L> standIn, Function<L, M> register) {
    this.limit = limit;
    this.standIn = standIn;
    this.register = register;
  }

  M of(L labels) {
    M known = meters.get(labels);
    return known != null ? known : ofNew(labels);
  }

  private M ofNew(L labels) {
    synchronized (registering) {
      boolean room = meters.size() < limit || meters.containsKey(labels);
      return meters.computeIfAbsent(room ? labels : standIn.apply(labels), register);
    }
  }
}
