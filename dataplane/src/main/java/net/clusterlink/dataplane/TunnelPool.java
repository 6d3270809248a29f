package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels of one event loop to one peer. For each session it goes through the peer's gateways,
 * those in the best state first and another one of these each time: a free tunnel to that gateway,
 * else the first that comes free or is dialed, else the next gateway. It takes tunnels back when
 * their session has ended, and replaces those that broken sessions took with them, as far as there
 * was need of so many lately. Used on that event loop only.
 */
final class TunnelPool {
  /** Replacements dialed at once to one gateway: sessions that begin meanwhile go before them. */
  private static final int SPARE_DIALS = 2;

  /** What breaks one session often breaks others as well: they are seen to first. */
  private static final int REPLACE_AFTER_MS = 50;

  /** What asking for a tunnel came to. */
  sealed interface Acquired {
    /** A tunnel that is free now. */
    record Ready(Tunnel tunnel) implements Acquired {}

    /** None of the gateways that were left could be reached. */
    record Failed(String detail) implements Acquired {}
  }

  /** What all pools share. */
  record Means(
      TunnelTls tls,
      AddressDialer dialer,
      Hello hello,
      Timeouts timeouts,
      int freeTunnels,
      Clock clock,
      DataplaneEvents events,
      PeerLabels labels,
      Reachability reachability) {}

  private final EventLoop loop;
  private final LoopTunnels tunnels;
  private final Means means;
  private final String peer;
  private final TunnelDialer dialer;
  private final FreeTunnels free;
  private final Map<HostPort, AtGateway> byGateway = new HashMap<>();
  private int turn;
  private boolean closing;

  TunnelPool(EventLoop loop, LoopTunnels tunnels, Means means, String peer) {
    this.loop = loop;
    this.tunnels = tunnels;
    this.means = means;
    this.peer = peer;
    this.dialer =
        new TunnelDialer(loop, means.dialer(), means.tls(), means.hello(), means.timeouts(), peer);
    this.free = new FreeTunnels(means.freeTunnels());
  }

  /**
   * Begins to look for a tunnel for a session.
   *
   * @param gateways where the peer is reached now
   */
  Search search(List<HostPort> gateways) {
    int next = turn++;
    return new Search(
        Reachability.bestFirst(
            gateways, this::state, equals -> Reachability.rotated(equals, next)));
  }

  private GatewayHealth.State state(HostPort gateway) {
    return means.reachability().of(peer, gateway);
  }

  /** A gateway's state has changed: those that wait for one and have a better left go there. */
  void moveOn() {
    List<WaitingLine.Waiting> moving = new ArrayList<>();
    byGateway.values().forEach(at -> moving.addAll(at.line.removeIf(Search::hasBetter)));
    for (WaitingLine.Waiting each : moving) {
      each.search().failures.add(each.search().present() + ": it does not answer heartbeats");
      each.search().next(each.answer());
    }
  }

  /** Keeps no tunnel from now on: those that come free are retired. */
  void close() {
    closing = true;
    free.clear();
    byGateway.values().forEach(AtGateway::closeGroups);
  }

  private void keep(HostPort gateway, Tunnel tunnel) {
    if (!isUsable(tunnel)) {
      return;
    }
    if (takeAsBundle(gateway, tunnel)) {
      return;
    }
    if (closing || free.isFull()) {
      tunnel.retire(closing ? GoodbyeCode.DRAINING : GoodbyeCode.IDLE);
    } else {
      free.add(gateway, tunnel);
    }
  }

  private boolean takeAsBundle(HostPort gateway, Tunnel tunnel) {
    AtGateway at = byGateway.get(gateway);
    BundleGroup group = at == null ? null : at.group(tunnel);
    return group != null && group.take(tunnel);
  }

  private @Nullable Tunnel takeFree(HostPort gateway) {
    for (Tunnel tunnel = free.poll(gateway); tunnel != null; tunnel = free.poll(gateway)) {
      if (isUsable(tunnel)) {
        return tunnel;
      }
    }
    return null;
  }

  /** Whether a session may have it; one with an expired certificate is retired. */
  private boolean isUsable(Tunnel tunnel) {
    if (!tunnel.farCertificateHolds(means.clock().instant())) {
      tunnel.retire(GoodbyeCode.CREDENTIALS);
      return false;
    }
    return tunnel.isFree();
  }

  /** Lets the one that has waited longest have a tunnel, or keeps it. */
  private void hand(AtGateway at, Tunnel tunnel) {
    if (!isUsable(tunnel)) {
      return;
    }
    WaitingLine.Waiting first = at.line.poll();
    if (first == null) {
      keep(at.gateway, tunnel);
    } else {
      give(at, tunnel, first.answer());
    }
  }

  private void give(AtGateway at, Tunnel tunnel, Consumer<Acquired> answer) {
    at.demand.used(free.count(at.gateway));
    answer.accept(new Acquired.Ready(tunnel));
  }

  /** What the pool has at one gateway of the peer. */
  private final class AtGateway {
    private final HostPort gateway;
    private final WaitingLine line = new WaitingLine();
    private final TunnelDemand demand = new TunnelDemand(System::nanoTime);
    private int spareDials;

    /** Lost with a broken session, and neither replaced nor found needless yet. */
    private int lost;

    private boolean replacing;

    /** By the event loop that has them on the far side. */
    private final Map<UUID, BundleGroup> groups = new HashMap<>();

    AtGateway(HostPort gateway) {
      this.gateway = gateway;
    }

    /** The group that a tunnel is of; null when its far side does not bundle. */
    @Nullable BundleGroup group(Tunnel tunnel) {
      return tunnel.seat().map(seat -> groups.get(seat.loop())).orElse(null);
    }

    private void join(Tunnel tunnel) {
      tunnel
          .seat()
          .ifPresent(seat -> {
            BundleGroup group = groups.computeIfAbsent(seat.loop(), this::newGroup);
            group.add(seat.number(), tunnel);
            tunnel.join(group, seat.number());
          });
    }

    private BundleGroup newGroup(UUID far) {
      var group =
          new BundleGroup(() -> new Dial(this, true, Optional.of(far)).start(), System::nanoTime);
      if (closing) {
        group.close();
      }
      return group;
    }

    void closeGroups() {
      groups.values().forEach(BundleGroup::close);
    }

    private void leave(Tunnel tunnel) {
      tunnel
          .seat()
          .ifPresent(seat -> {
            BundleGroup group = groups.get(seat.loop());
            if (group != null && group.remove(seat.number(), tunnel)) {
              groups.remove(seat.loop());
            }
          });
    }

    void dialIfWanted() {
      if (line.wantsDial()) {
        new Dial(this, false, Optional.empty()).start();
      }
    }

    void replaceSoon() {
      lost++;
      if (!replacing) {
        replacing = true;
        loop.schedule(
            () -> {
              replacing = false;
              dialSpares();
            },
            REPLACE_AFTER_MS,
            TimeUnit.MILLISECONDS);
      }
    }

    private void dialSpares() {
      if (demand.missing() == 0) {
        lost = 0;
      }
      // One for each that was lost: a far side that ends them all again is not dialed for ever.
      while (lost > 0
          && !closing
          && !free.isFull()
          && spareDials < SPARE_DIALS
          && line.mayDial()
          && demand.missing() > line.dials()
          && state(gateway) == GatewayHealth.State.REACHABLE) {
        lost--;
        new Dial(this, true, Optional.empty()).start();
      }
    }
  }

  /** A session's way through the peer's gateways; each is tried once. */
  final class Search {
    private final List<HostPort> gateways;
    private final List<String> failures = new ArrayList<>();
    private int tried;

    private Search(List<HostPort> gateways) {
      this.gateways = new ArrayList<>(gateways);
    }

    private HostPort present() {
      return gateways.get(tried - 1);
    }

    private List<HostPort> left() {
      return gateways.subList(tried, gateways.size());
    }

    /** Whether one that was not tried yet is in a better state than the one tried last. */
    private boolean hasBetter() {
      return left().stream().anyMatch(other -> state(other).compareTo(state(present())) < 0);
    }

    /** The session has ended, and waits no longer. */
    void giveUp() {
      AtGateway at = tried == 0 ? null : byGateway.get(present());
      if (at != null) {
        at.line.remove(this);
      }
    }

    /** Whether a gateway was not tried yet. */
    boolean hasNext() {
      return tried < gateways.size();
    }

    /** A text about the gateway tried last, which is named if there are others. */
    String at(String text) {
      return gateways.size() > 1 ? present() + ": " + text : text;
    }

    /** Looks for a tunnel to the gateways that are left; the answer may come at once. */
    void next(Consumer<Acquired> answer) {
      if (!hasNext()) {
        answer.accept(
            new Acquired.Failed("peer " + peer + " unreachable: " + String.join("; ", failures)));
        return;
      }
      left().sort(Comparator.comparing(TunnelPool.this::state));
      HostPort gateway = gateways.get(tried++);
      AtGateway at = byGateway.computeIfAbsent(gateway, AtGateway::new);
      Tunnel tunnel = at.line.isEmpty() ? takeFree(gateway) : null;
      if (tunnel != null) {
        give(at, tunnel, answer);
      } else {
        at.line.add(this, answer);
        at.dialIfWanted();
      }
    }
  }

  /** The dial of one gateway, and afterwards its tunnel's owner. */
  private final class Dial implements TunnelOwner {
    private final AtGateway at;
    private final boolean spare;
    private final Optional<UUID> forGroup;
    private final long lastThatWaited;
    private InetSocketAddress remote;

    /**
     * Counts as under way from now on.
     *
     * @param spare whether it is for nobody who waits
     * @param forGroup the group that wants a bundle, if it is for that
     */
    Dial(AtGateway at, boolean spare, Optional<UUID> forGroup) {
      this.at = at;
      this.spare = spare;
      this.forGroup = forGroup;
      long latest = at.line.dialBegins();
      // Those who wait already have dials of their own.
      this.lastThatWaited = spare ? 0 : latest;
      at.spareDials += spare ? 1 : 0;
      this.remote = InetSocketAddress.createUnresolved(at.gateway.host(), at.gateway.port());
    }

    void start() {
      dialer.dial(
          at.gateway, this, connection -> remote = (InetSocketAddress) connection.remoteAddress());
    }

    private void ends() {
      at.line.dialEnds();
      at.spareDials -= spare ? 1 : 0;
    }

    private void tellGroup(boolean established) {
      forGroup.map(at.groups::get).ifPresent(group -> group.dialed(established));
    }

    @Override
    public void established(Tunnel tunnel) {
      means.labels().report(peer, tunnel.farLabels());
      tunnels.add(tunnel);
      means.events().tunnelEstablished(tunnel.info());
      at.demand.opened();
      at.join(tunnel);
      ends();
      // A pool that closes meanwhile lets the session that waits have it, and retires it then.
      hand(at, tunnel);
      tellGroup(true);
      at.dialIfWanted();
      at.dialSpares();
    }

    @Override
    public void notEstablished(TunnelRefusal reason, String detail) {
      means.events().tunnelRefused(true, Optional.of(peer), remote, reason, at(detail));
      ends();
      // Whoever waited when it began hears the same as if it had been for him, unless it was a
      // spare: so nobody waits for more than the dials of others and one more.
      for (WaitingLine.Waiting waited = at.line.pollUpTo(lastThatWaited);
          waited != null;
          waited = at.line.pollUpTo(lastThatWaited)) {
        waited.search().failures.add(at(detail));
        waited.search().next(waited.answer());
      }
      tellGroup(false);
      at.dialIfWanted();
    }

    /** With the gateway's address before it, unless it stands there already. */
    private String at(String detail) {
      return detail.startsWith(at.gateway.toString()) ? detail : at.gateway + ": " + detail;
    }

    @Override
    public void opened(Tunnel tunnel, Open open) {
      throw new IllegalStateException("an open on a tunnel that this side dialed");
    }

    @Override
    public void free(Tunnel tunnel) {
      if (closing || at.line.isEmpty()) {
        keep(at.gateway, tunnel);
      } else {
        // Afterwards, as the tunnel is still about the session that has ended.
        loop.execute(() -> hand(at, tunnel));
      }
    }

    @Override
    public boolean certificateHolds(Tunnel tunnel) {
      return tunnel.farCertificateHolds(means.clock().instant());
    }

    @Override
    public @Nullable Tunnel numbered(Tunnel asking, int number) {
      BundleGroup group = at.group(asking);
      return group == null ? null : group.numbered(number);
    }

    @Override
    public void violated(Tunnel tunnel, String detail) {
      means.events().protocolViolated(tunnel.info(), detail);
    }

    @Override
    public void closed(Tunnel tunnel, String why) {
      // What sessions have had for long counts as needed up to now.
      at.demand.used(free.count(at.gateway));
      at.demand.closed();
      tunnels.remove(tunnel);
      at.leave(tunnel);
      free.remove(at.gateway, tunnel);
      means.events().tunnelClosed(tunnel.info(), why);
      if (tunnel.brokeWithSession()) {
        at.replaceSoon();
      }
    }
  }
}
