package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.snapshot.SnapshotUpdate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one event loop, found by what their permission rests on. Used on that event loop
 * only.
 *
 * <p>A session enters before its policy check. A snapshot is put in force first, and then every
 * event loop is told what changed: so a session that was decided by the snapshot before is found
 * here, and one that enters later is decided by the new one. Nothing slips between.
 */
final class LoopSessions {
  private static final Logger LOG = LoggerFactory.getLogger(LoopSessions.class);

  /** IPv4 apart from IPv6, each in its order: the addresses of a block stand side by side. */
  static final Comparator<byte[]> BY_ADDRESS =
      Comparator.<byte[]>comparingInt(bytes -> bytes.length).thenComparing(Arrays::compareUnsigned);

  /** Sessions asked again at a stretch; other work of the loop comes between. */
  private static final int SLICE = 256;

  private final EventLoop loop;
  private final SessionTable table;
  private final Map<LiveSession, List<SessionInput>> inputs = new LinkedHashMap<>();
  private final Map<SessionInput, Set<LiveSession>> byInput = new HashMap<>();
  private final NavigableMap<byte[], SessionInput> clients;

  LoopSessions(EventLoop loop, SessionTable table) {
    this(loop, table, BY_ADDRESS);
  }

  /** With an order of clients of the caller's own. */
  LoopSessions(EventLoop loop, SessionTable table, Comparator<byte[]> byAddress) {
    this.loop = loop;
    this.table = table;
    this.clients = new TreeMap<>(byAddress);
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
      if (input instanceof SessionInput.OfClient(InetAddress address)) {
        clients.put(address.getAddress(), input);
      }
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
        if (input instanceof SessionInput.OfClient(InetAddress address)) {
          clients.remove(address.getAddress());
        }
      }
    }
    table.leave(session);
  }

  /** Asks those again that a change concerns; the snapshot is in force by now. */
  void recheck(SnapshotUpdate update) {
    recheck(concerned(update));
    if (!update.policies().everywhere()) {
      recheckClients(update.workloads().iterator());
    }
  }

  /** Asks those again whose far peer this is. */
  void recheckPeer(String peer) {
    recheck(restingOn(new SessionInput.OfPeer(peer)));
  }

  private void recheck(Collection<LiveSession> concerned) {
    if (!concerned.isEmpty()) {
      recheckSlice(new ArrayList<>(concerned).iterator());
    }
  }

  private void recheckSlice(Iterator<LiveSession> left) {
    for (int asked = 0; asked < SLICE && left.hasNext(); asked++) {
      recheck(left.next());
    }
    if (left.hasNext()) {
      loop.execute(() -> recheckSlice(left));
    }
  }

  /** A fault with one session ends that one, and must not keep the others from being asked. */
  private void recheck(LiveSession session) {
    try {
      session.recheck();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a session could not be asked again, and is broken");
      loop.execute(session::breakOnFault);
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
    return concerned;
  }

  private void recheckClients(Iterator<AddressBlock> left) {
    Set<LiveSession> concerned = new LinkedHashSet<>();
    for (int looked = 0; looked < SLICE && left.hasNext(); looked++) {
      AddressBlock block = left.next();
      clients
          .subMap(block.network(), true, block.last(), true)
          .values()
          .forEach(client -> concerned.addAll(restingOn(client)));
    }
    recheck(concerned);
    if (left.hasNext()) {
      loop.execute(() -> recheckClients(left));
    }
  }

  private Set<LiveSession> restingOn(SessionInput input) {
    return byInput.getOrDefault(input, Set.of());
  }

  /** What they are now. */
  List<SessionInfo> infos() {
    return inputs.keySet().stream().map(LiveSession::info).toList();
  }
}
