package net.clusterlink.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Open;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeats of one gateway: pings on a tunnel of their own, which is dialed again when it is
 * gone. One heartbeat is out at a time, and with it at most one dial. Used on one event loop.
 */
final class GatewayHeartbeat {

  /** Whose heartbeats they are, and who wants to know. */
  interface Owner {
    /** A tunnel to the gateway, the labels in its hello among it. */
    void established(Tunnel tunnel);

    /** The far side broke the protocol. */
    void violated(Tunnel tunnel, String detail);

    /** An established tunnel is gone. */
    void closed(Tunnel tunnel, String why);

    /** The pulse may tell something new. */
    void told();
  }

  private static final Logger LOG = LoggerFactory.getLogger(GatewayHeartbeat.class);

  private final EventLoop loop;
  private final HostPort gateway;
  private final HeartbeatTiming timing;
  private final GatewayPulse pulse;
  private final Supplier<TunnelDialer> dialer;
  private final Owner owner;

  private @Nullable Link link;
  private boolean beating;
  private boolean redialed;
  private long beganNs;
  private long pingedNs;
  private @Nullable ScheduledFuture<?> nextBeat;
  private @Nullable ScheduledFuture<?> patience;
  private @Nullable ScheduledFuture<?> timeout;

  /**
   * Heartbeats that are not started yet.
   *
   * @param dialer asked for at each dial, as credentials are renewed
   */
  GatewayHeartbeat(
      EventLoop loop,
      HostPort gateway,
      HeartbeatTiming timing,
      GatewayPulse pulse,
      Supplier<TunnelDialer> dialer,
      Owner owner) {
    this.loop = loop;
    this.gateway = gateway;
    this.timing = timing;
    this.pulse = pulse;
    this.dialer = dialer;
    this.owner = owner;
  }

  GatewayPulse pulse() {
    return pulse;
  }

  void start() {
    nextBeat = schedule(this::beat, timing.first());
  }

  /** Sends none from now on, and lets go of the tunnel. */
  void stop() {
    beating = false;
    cancel(nextBeat);
    cancel(patience);
    cancel(timeout);
    Link last = link;
    link = null;
    if (last != null) {
      last.release();
    }
  }

  // ---- one heartbeat ----

  private void beat() {
    beating = true;
    redialed = false;
    beganNs = System.nanoTime();
    timeout = schedule(this::timeOut, timing.timeout());
    try {
      askOrDial();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("gateway", gateway)
          .setCause(e)
          .log("a gateway could not be asked for a heartbeat");
      fail("a fault of this gateway: " + e.getMessage());
    }
  }

  private void askOrDial() {
    Link present = link;
    if (present != null) {
      present.ask();
    } else {
      link = new Link();
      link.dial();
    }
  }

  private void ask(Tunnel tunnel) {
    bePatient();
    pingedNs = System.nanoTime();
    tunnel.ping(pingedNs);
  }

  /** Some sign of life is due within the time that follows. */
  private void bePatient() {
    cancel(patience);
    Duration time = pulse.patience();
    patience = schedule(() -> doubt("no sign of life for " + time.toMillis() + " ms"), time);
  }

  private void answered() {
    pulse.answered(Duration.ofNanos(System.nanoTime() - pingedNs));
    end();
  }

  private void timeOut() {
    if (beating) {
      fail("no answer within " + timing.timeout().toMillis() + " ms");
    }
  }

  private void fail(String detail) {
    Link failed = link;
    link = null;
    if (failed != null) {
      failed.abandon(detail);
    }
    pulse.failed(detail);
    end();
  }

  private void doubt(String detail) {
    pulse.doubted(detail);
    owner.told();
  }

  private void end() {
    beating = false;
    cancel(patience);
    cancel(timeout);
    // First of all: whatever becomes of the news, the gateway is asked again.
    long passedNs = System.nanoTime() - beganNs;
    nextBeat = schedule(this::beat, pulse.interval().minusNanos(passedNs));
    owner.told();
  }

  private ScheduledFuture<?> schedule(Runnable step, Duration delay) {
    return loop.schedule(step, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
  }

  private static void cancel(@Nullable ScheduledFuture<?> step) {
    if (step != null) {
      step.cancel(false);
    }
  }

  /** One connection to the gateway, which is the present one or was. */
  private final class Link implements TunnelOwner {
    private @Nullable Channel connection;
    private @Nullable Tunnel tunnel;
    private boolean abandoned;

    void dial() {
      bePatient();
      dialer.get().dial(gateway, this, this::connected);
    }

    private void connected(Channel channel) {
      connection = channel;
      if (abandoned) {
        SocketOptions.reset(channel);
      } else {
        bePatient();
      }
    }

    void ask() {
      // Without a tunnel it is still being dialed, and asks when it has one.
      if (tunnel != null) {
        GatewayHeartbeat.this.ask(tunnel);
      }
    }

    /** It does not answer. */
    void abandon(String why) {
      abandoned = true;
      if (tunnel != null) {
        tunnel.giveUp(why);
      } else if (connection != null) {
        SocketOptions.reset(connection);
      }
    }

    /** It is not needed any more. */
    void release() {
      if (tunnel != null) {
        abandoned = true;
        tunnel.retire(GoodbyeCode.IDLE);
      } else {
        abandon("");
      }
    }

    @Override
    public void established(Tunnel established) {
      owner.established(established);
      tunnel = established;
      if (abandoned) {
        established.retire(GoodbyeCode.IDLE);
      } else {
        ask();
      }
    }

    @Override
    public void notEstablished(TunnelRefusal reason, String detail) {
      if (!abandoned) {
        link = null;
        fail(reason + ": " + detail);
      }
    }

    @Override
    public void ponged(Tunnel ponged, long payload) {
      if (beating && !abandoned && payload == pingedNs) {
        answered();
      }
    }

    @Override
    public void bidFarewell(Tunnel leaving, GoodbyeCode code) {
      if (code == GoodbyeCode.DRAINING && !abandoned) {
        doubt("it says goodbye: " + code);
      }
    }

    @Override
    public void closed(Tunnel closed, String why) {
      owner.closed(closed, why);
      if (abandoned) {
        return;
      }
      link = null;
      if (!beating) {
        if (!closed.isRetiring()) {
          doubt(why);
        }
      } else if (closed.isRetiring() && !redialed) {
        // Once: it may do nothing but say goodbye.
        redialed = true;
        askOrDial();
      } else {
        fail(why);
      }
    }

    @Override
    public void violated(Tunnel violating, String detail) {
      owner.violated(violating, detail);
    }

    @Override
    public void opened(Tunnel opened, Open open) {
      throw new IllegalStateException("an open on a tunnel that this side dialed");
    }

    @Override
    public void free(Tunnel free) {}
  }
}
