package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which sessions are asked again, whatever becomes of the others. */
@Timeout(20)
class FaultySessionTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final LoopSessions sessions =
      new LoopSessions(channel.eventLoop(), new SessionTable(1_000));
  private final List<String> told = new ArrayList<>();

  @Test
  void asksEveryOtherSessionThoughOneIsAtFaultWhichIsBroken() {
    enter("one", false);
    enter("two", true);
    enter("three", false);
    sessions.recheckPeer("east");
    channel.runPendingTasks();
    assertThat(told).containsExactly("one asked", "three asked", "two broken");
  }

  private void enter(String name, boolean atFault) {
    sessions.enter(new Session(name, atFault), new SessionInput.OfPeer("east"));
  }

  private final class Session implements LiveSession {
    private final String name;
    private final boolean atFault;

    Session(String name, boolean atFault) {
      this.name = name;
      this.atFault = atFault;
    }

    @Override
    public void recheck() {
      if (atFault) {
        throw new IllegalStateException("a fault");
      }
      told.add(name + " asked");
    }

    @Override
    public void breakOnFault() {
      told.add(name + " broken");
    }

    @Override
    public void shutDown() {
      throw new AssertionError();
    }

    @Override
    public SessionInfo info() {
      throw new AssertionError();
    }
  }
}
