package net.clusterlink.admin.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a gateway said of itself when it was asked. */
sealed interface RunningGateway {
  /** Nobody takes connections there; why, in words. */
  record Absent(String detail) implements RunningGateway {}

  /** Somebody takes connections and does not answer in time, or breaks off. */
  record Mute(String detail) implements RunningGateway {}

  /** Somebody answers who is no gateway, or does not tell. */
  record Stranger(String detail) implements RunningGateway {}

  /**
   * It answers.
   *
   * @param objections why it is not ready; none when it is
   * @param metrics those without labels, by name
   * @param inForce what it says it has in force; empty when it does not tell
   */
  record Answering(List<String> objections, Map<String, Double> metrics, Optional<InForce> inForce)
      implements RunningGateway {
    public Answering {
      objections = List.copyOf(objections);
      metrics = Map.copyOf(metrics);
    }

    OptionalDouble metric(String name) {
      @Nullable Double value = metrics.get(name);
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
  }
}
