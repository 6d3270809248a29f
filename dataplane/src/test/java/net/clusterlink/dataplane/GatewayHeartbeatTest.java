package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway is asked again and again, whatever fault there is on this side. */
@Timeout(20)
class GatewayHeartbeatTest {
  private static final HostPort GATEWAY = new HostPort("east.example", 443);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final GatewayPulse pulse =
      new GatewayPulse(GATEWAY, HeartbeatTiming.DEFAULT, InstantSource.system());
  private boolean newsAtFault;
  private int dials;

  private final GatewayHeartbeat heartbeat =
      new GatewayHeartbeat(
          channel.eventLoop(),
          GATEWAY,
          HeartbeatTiming.DEFAULT,
          pulse,
          () -> {
            dials++;
            throw new IllegalStateException("no dialer");
          },
          new Owner());

  @Test
  void countsAFaultAsAFailureAtOnceAndAsksAgain() {
    begin();
    assertThat(pulse.health().state()).isEqualTo(GatewayHealth.State.SUSPECT);
    assertThat(pulse.health().failure()).contains("a fault of this gateway: no dialer");
    pass(HeartbeatTiming.DEFAULT.interval());
    assertThat(dials).isEqualTo(2);
  }

  @Test
  void asksAgainThoughTheNewsIsNotTaken() {
    newsAtFault = true;
    begin();
    pass(HeartbeatTiming.DEFAULT.timeout());
    pass(HeartbeatTiming.DEFAULT.interval());
    assertThat(dials).isGreaterThan(1);
  }

  private void begin() {
    channel.freezeTime();
    heartbeat.start();
    pass(HeartbeatTiming.DEFAULT.first());
    assertThat(dials).isEqualTo(1);
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toMillis() + 1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private final class Owner implements GatewayHeartbeat.Owner {
    @Override
    public void established(Tunnel tunnel) {}

    @Override
    public void violated(Tunnel tunnel, String detail) {}

    @Override
    public void closed(Tunnel tunnel, String why) {}

    @Override
    public void told() {
      if (newsAtFault) {
        throw new IllegalStateException("no news");
      }
    }
  }
}
