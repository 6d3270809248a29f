package net.clusterlink.controlplane.directory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import net.clusterlink.api.Import;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;

/**
 * Sees to it that each port is listened on by one import. The one in force keeps its port; among
 * those that come at once the first by name gets it; who comes too late waits until the port is
 * free, and what it had before stays in force.
 *
 * <p>Keeps an index of who holds and who waits for which port, so that a change looks only at the
 * imports of the ports it touches.
 */
final class ListenPorts {
  private final InForce inForce;
  private final Map<Integer, ObjectKey> holders = new HashMap<>();
  private final Map<Integer, Set<ObjectKey>> waitingByPort = new HashMap<>();
  private final Map<ObjectKey, Integer> waiting = new HashMap<>();

  ListenPorts(InForce inForce) {
    this.inForce = inForce;
  }

  /** All imports that a change of these may concern: themselves, and who waits for their ports. */
  Set<ObjectKey> concerned(Collection<ObjectKey> changed) {
    var concerned = new HashSet<ObjectKey>();
    var open = new ArrayDeque<>(changed);
    while (!open.isEmpty()) {
      ObjectKey key = open.pop();
      if (concerned.add(key)) {
        held(key).ifPresent(port -> open.addAll(waitingByPort.getOrDefault(port, Set.of())));
      }
    }
    return concerned;
  }

  /**
   * Turns into {@link Verdict.Keep} every verdict that would take another's port.
   *
   * @param verdicts those of all imports {@link #concerned}
   * @param problems told for each of them what is wrong with its port
   */
  void arbitrate(
      Map<ObjectKey, Verdict> verdicts, BiConsumer<ObjectKey, List<ConfigProblem>> problems) {
    var refused = new HashMap<ObjectKey, Claim.Good>();
    Map<Integer, ObjectKey> given;
    boolean again;
    do {
      given = kept(verdicts, refused);
      again = false;
      for (Claim.Good version : contenders(verdicts, refused)) {
        ObjectKey key = ObjectKey.of(version.resource());
        if (winner(port(version), given, verdicts).isEmpty()) {
          given.put(port(version), key);
        } else {
          refused.put(key, version);
          // What it had before stays, and so does the port of that, which may be given already.
          again |= held(key).isPresent();
        }
      }
    } while (again);
    settle(verdicts, refused, given, problems);
  }

  private Map<Integer, ObjectKey> kept(
      Map<ObjectKey, Verdict> verdicts, Map<ObjectKey, Claim.Good> refused) {
    var kept = new HashMap<Integer, ObjectKey>();
    verdicts.forEach((key, verdict) -> {
      if (verdict instanceof Verdict.Keep || refused.containsKey(key)) {
        held(key).ifPresent(port -> kept.put(port, key));
      }
    });
    return kept;
  }

  private List<Claim.Good> contenders(
      Map<ObjectKey, Verdict> verdicts, Map<ObjectKey, Claim.Good> refused) {
    var staying = new ArrayList<Claim.Good>();
    var coming =
        new TreeSet<Claim.Good>(Comparator.comparing(version -> version.resource().name()));
    verdicts.forEach((key, verdict) -> {
      if (verdict instanceof Verdict.Take(var version) && !refused.containsKey(key)) {
        boolean stays = held(key).filter(port -> port == port(version)).isPresent();
        (stays ? staying : coming).add(version);
      }
    });
    staying.addAll(coming);
    return staying;
  }

  private Optional<ObjectKey> winner(
      int port, Map<Integer, ObjectKey> given, Map<ObjectKey, Verdict> verdicts) {
    return Optional.ofNullable(given.get(port))
        .or(() ->
            Optional.ofNullable(holders.get(port)).filter(holder -> !verdicts.containsKey(holder)));
  }

  private void settle(
      Map<ObjectKey, Verdict> verdicts,
      Map<ObjectKey, Claim.Good> refused,
      Map<Integer, ObjectKey> given,
      BiConsumer<ObjectKey, List<ConfigProblem>> problems) {
    verdicts.keySet().forEach(this::forget);
    given.forEach(holders::put);
    for (ObjectKey key : List.copyOf(verdicts.keySet())) {
      Claim.Good version = refused.get(key);
      if (version == null) {
        problems.accept(key, List.of());
        continue;
      }
      int port = port(version);
      ObjectKey winner = winner(port, given, verdicts).orElseThrow();
      problems.accept(key, List.of(taken(version, winner, verdicts)));
      waiting.put(key, port);
      waitingByPort.computeIfAbsent(port, _ -> new TreeSet<>(ObjectKey.BY_NAME)).add(key);
    }
    refused.keySet().forEach(key -> verdicts.put(key, new Verdict.Keep()));
  }

  private void forget(ObjectKey key) {
    held(key).ifPresent(port -> holders.remove(port, key));
    Integer port = waiting.remove(key);
    if (port != null) {
      Set<ObjectKey> others = waitingByPort.getOrDefault(port, Set.of());
      others.remove(key);
      if (others.isEmpty()) {
        waitingByPort.remove(port);
      }
    }
  }

  private ConfigProblem taken(
      Claim.Good version, ObjectKey winner, Map<ObjectKey, Verdict> verdicts) {
    String place =
        verdicts.get(winner) instanceof Verdict.Take(var taken)
            ? taken.at().toString()
            : inForce.get(winner).map(kept -> kept.at().toString()).orElse("an earlier version");
    boolean chosen = ((Import) version.resource()).targetPort().isPresent();
    return ConfigProblem.error(
        new Problem(
            version.at(),
            chosen ? "spec.targetPort" : "spec.port",
            "port " + port(version) + " is already listened on by " + winner + " at " + place,
            "set spec.targetPort to a port that no other import listens on"));
  }

  /** The port that the import in force under this name listens on. */
  private Optional<Integer> held(ObjectKey key) {
    return inForce.get(key).map(ListenPorts::port);
  }

  private static int port(Claim.Good version) {
    return ((Import) version.resource()).listenPort();
  }
}
