package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.snapshot.SnapshotUpdate;

/**
 * The sessions of one event loop, found by what their permission rests on. Used on that event loop
 * only.
 *
 * <p>A session enters before its policy check. A snapshot is put in force first, and then every
 * event loop is told what changed: so a session that was decided by the snapshot before is found
 * here, and one that enters later is decided by the new one. Nothing slips between.
 */
final class LoopSessions {
  /** Sessions asked again at a stretch; other work of the loop comes between. */
  private static final int SLICE = 256;

  private final EventLoop loop;
  private final SessionTable table;
  private final Map<LiveSession, List<SessionInput>> inputs = new LinkedHashMap<>();
  private final Map<SessionInput, Set<LiveSession>> byInput = new HashMap<>();

  LoopSessions(EventLoop loop, SessionTable table) {
    this.loop = loop;
    this.table = table;
  }

  /** Enters a session, unless the gateway carries as many as it may. */
  boolean enter(LiveSession session, SessionInput... restsOn) {
    if (!table.enter(session)) {
      return false;
    }
    inputs.put(session, new ArrayList<>(restsOn.length + 1));
    for (SessionInput input : restsOn) {
      add(session, input);
    }
    return true;
  }

  /** A session that entered rests on this as well. */
  void add(LiveSession session, SessionInput input) {
    List<SessionInput> known = inputs.get(session);
    if (known != null && byInput.computeIfAbsent(input, _ -> new LinkedHashSet<>()).add(session)) {
      known.add(input);
    }
  }

  /** Takes a session out that entered. */
  void leave(LiveSession session) {
    List<SessionInput> known = inputs.remove(session);
    if (known == null) {
      return;
    }
    for (SessionInput input : known) {
      Set<LiveSession> sharing = byInput.get(input);
      if (sharing != null && sharing.remove(session) && sharing.isEmpty()) {
        byInput.remove(input);
      }
    }
    table.leave(session);
  }

  /** Asks those again that a change concerns; the snapshot is in force by now. */
  void recheck(SnapshotUpdate update) {
    recheck(concerned(update));
  }

  /** Asks those again whose far peer this is. */
  void recheckPeer(String peer) {
    recheck(byInput.getOrDefault(new SessionInput.OfPeer(peer), Set.of()));
  }

  private void recheck(Collection<LiveSession> concerned) {
    if (!concerned.isEmpty()) {
      recheckSlice(new ArrayList<>(concerned).iterator());
    }
  }

  private void recheckSlice(Iterator<LiveSession> left) {
    for (int asked = 0; asked < SLICE && left.hasNext(); asked++) {
      left.next().recheck();
    }
    if (left.hasNext()) {
      loop.execute(() -> recheckSlice(left));
    }
  }

  private Collection<LiveSession> concerned(SnapshotUpdate update) {
    if (update.policies().everywhere()) {
      return inputs.keySet();
    }
    Set<LiveSession> concerned = new LinkedHashSet<>();
    update
        .policies()
        .namespaces()
        .forEach(namespace -> concerned.addAll(restingOn(new SessionInput.OfPolicies(namespace))));
    update.imports().forEach(name -> concerned.addAll(restingOn(new SessionInput.OfImport(name))));
    update.exports().forEach(name -> concerned.addAll(restingOn(new SessionInput.OfExport(name))));
    update.peers().forEach(name -> concerned.addAll(restingOn(new SessionInput.OfPeer(name))));
    if (!update.workloads().isEmpty()) {
      byInput.forEach((input, sessions) -> {
        if (input instanceof SessionInput.OfClient(InetAddress address)
            && isOf(update.workloads(), address)) {
          concerned.addAll(sessions);
        }
      });
    }
    return concerned;
  }

  private Set<LiveSession> restingOn(SessionInput input) {
    return byInput.getOrDefault(input, Set.of());
  }

  private static boolean isOf(Set<AddressBlock> blocks, InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  /** What they are now. */
  List<SessionInfo> infos() {
    return inputs.keySet().stream().map(LiveSession::info).toList();
  }
}
