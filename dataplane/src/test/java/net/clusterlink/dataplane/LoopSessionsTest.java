package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import org.junit.jupiter.api.Test;

class LoopSessionsTest {
  private static final int CLIENTS = 10_000;

  /** Of one address among so many, twice, and a step to the next. */
  private static final int COMPARISONS_OF_A_BLOCK = 4 * 14;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final AtomicLong comparisons = new AtomicLong();
  private final LoopSessions sessions =
      new LoopSessions(
          channel.eventLoop(),
          new SessionTable(Integer.MAX_VALUE),
          (one, other) -> {
            comparisons.incrementAndGet();
            return LoopSessions.BY_ADDRESS.compare(one, other);
          });
  private final List<String> asked = new ArrayList<>();

  private LiveSession enter(String client) throws UnknownHostException {
    return enter(client, InetAddress.ofLiteral(client));
  }

  private LiveSession enter(String name, InetAddress client) {
    LiveSession session =
        new LiveSession() {
          @Override
          public void shutDown() {}

          @Override
          public void breakOnFault() {
            throw new AssertionError("nothing is at fault");
          }

          @Override
          public void recheck() {
            asked.add(name);
          }

          @Override
          public SessionInfo info() {
            throw new UnsupportedOperationException();
          }
        };
    assertThat(sessions.enter(session, new SessionInput.OfClient(client))).isTrue();
    return session;
  }

  private void change(String... blocks) {
    Set<AddressBlock> workloads = new LinkedHashSet<>();
    for (String block : blocks) {
      workloads.add(AddressBlock.parse(block));
    }
    sessions.recheck(
        new SnapshotUpdate(
            Snapshot.empty(),
            Set.of(),
            Set.of(),
            Set.of(),
            workloads,
            SnapshotUpdate.PolicyChange.NONE));
  }

  @Test
  void asksTheClientsOfTheBlocksThatChangedAndNoOthers() throws UnknownHostException {
    for (String client :
        List.of(
            "10.0.0.255",
            "10.0.1.0",
            "10.0.1.255",
            "10.0.2.0",
            "a00:100::1",
            "2001:db8::1",
            "2001:db9::",
            "255.255.255.255",
            "::1")) {
      enter(client);
    }

    change("10.0.1.0/24", "2001:db8::/32");
    assertThat(asked).containsExactlyInAnyOrder("10.0.1.0", "10.0.1.255", "2001:db8::1");
    asked.clear();
    change("0.0.0.0/0");
    assertThat(asked)
        .containsExactlyInAnyOrder(
            "10.0.0.255", "10.0.1.0", "10.0.1.255", "10.0.2.0", "255.255.255.255");
    asked.clear();
    change("::/80");
    assertThat(asked).containsExactly("::1");
    asked.clear();
    change("2001:db9::", "10.0.2.0", "10.0.2.1");
    assertThat(asked).containsExactlyInAnyOrder("2001:db9::", "10.0.2.0");
  }

  @Test
  void asksNobodyWhoHasLeft() throws UnknownHostException {
    LiveSession gone = enter("10.0.0.1");
    LiveSession first = enter("first", InetAddress.ofLiteral("10.0.0.2"));
    enter("second", InetAddress.ofLiteral("10.0.0.2"));
    sessions.leave(gone);
    sessions.leave(first);

    change("10.0.0.0/8");
    assertThat(asked).containsExactly("second");
  }

  @Test
  void costsInProportionToTheSessionsConcerned() throws UnknownHostException {
    for (int i = 0; i < CLIENTS; i++) {
      enter("10.0." + i / 256 + "." + i % 256);
    }
    comparisons.set(0);

    change("10.0.7.7", "10.0.8.0/30", "192.0.2.1", "2001:db8::/32");
    assertThat(asked).hasSize(5);
    assertThat(comparisons.get()).isLessThanOrEqualTo((4 + 5) * COMPARISONS_OF_A_BLOCK);
  }

  @Test
  void looksForTheClientsOfManyBlocksInSlices() throws UnknownHostException {
    var blocks = new ArrayList<String>();
    for (int i = 0; i < 1000; i++) {
      String client = "10.0." + i / 256 + "." + i % 256;
      enter(client);
      blocks.add(client);
    }

    change(blocks.toArray(String[]::new));
    assertThat(asked).hasSize(256);
    channel.runPendingTasks();
    assertThat(asked).hasSize(1000).doesNotHaveDuplicates();
  }
}
