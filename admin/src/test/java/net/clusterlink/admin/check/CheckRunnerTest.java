package net.clusterlink.admin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.clusterlink.admin.check.Finding.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CheckRunnerTest {
  private static final Progress NOBODY = (ended, all) -> {};

  /** A check that does what a test says. */
  private record Told(Group group, String subject, Callable<String> seen) implements Check {
    @Override
    public List<Finding> look() throws InterruptedException {
      try {
        return List.of(Finding.ok(group, subject, seen.call()));
      } catch (InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void keepsTheOrderOfGroupsAndChecksWhicheverEndsFirst() throws InterruptedException {
    var last = new CountDownLatch(1);
    List<Finding> findings =
        new CheckRunner(Duration.ofSeconds(20), 8)
            .run(
                List.of(
                    new Told(Group.PEERS, "a", () -> "at once"),
                    new Told(
                        Group.CLOCK,
                        "b",
                        () -> {
                          last.await();
                          return "last";
                        }),
                    new Told(Group.PEERS, "c", () -> "at once"),
                    new Told(
                        Group.CLOCK,
                        "d",
                        () -> {
                          last.countDown();
                          return "first";
                        })),
                NOBODY);
    assertThat(findings).extracting(Finding::subject).containsExactly("b", "d", "a", "c");
  }

  @Test
  void runsThemSideBySide() throws InterruptedException {
    var together = new CyclicBarrier(3);
    Callable<String> meet = () -> "met " + (together.await() >= 0);
    List<Finding> findings =
        new CheckRunner(Duration.ofSeconds(20), 3)
            .run(
                List.of(
                    new Told(Group.PEERS, "a", meet),
                    new Told(Group.PEERS, "b", meet),
                    new Told(Group.PEERS, "c", meet)),
                NOBODY);
    assertThat(findings).extracting(Finding::seen).containsOnly("met true");
  }

  @Test
  void runsNoMoreAtOnceThanItMay() throws InterruptedException {
    var running = new AtomicInteger();
    Callable<String> alone =
        () -> {
          String seen = "beside " + running.getAndIncrement();
          running.decrementAndGet();
          return seen;
        };
    List<Check> many =
        IntStream.range(0, 50)
            .<Check>mapToObj(i -> new Told(Group.PEERS, "peer " + i, alone))
            .toList();
    assertThat(new CheckRunner(Duration.ofSeconds(20), 1).run(many, NOBODY))
        .hasSize(50)
        .extracting(Finding::seen)
        .containsOnly("beside 0");
  }

  @Test
  void takesOneThatHangsForAFindingAndGoesOn() throws InterruptedException {
    var never = new CountDownLatch(1);
    List<Finding> findings =
        new CheckRunner(Duration.ofSeconds(1), 8)
            .run(
                List.of(
                    new Told(
                        Group.PORTS,
                        "stuck",
                        () -> {
                          never.await();
                          return "";
                        }),
                    new Told(Group.PEERS, "sound", () -> "well")),
                NOBODY);
    assertThat(findings)
        .extracting(Finding::subject, Finding::level, Finding::seen)
        .containsExactly(
            tuple("stuck", Finding.Level.FAILURE, "no result within 1 s"),
            tuple("sound", Finding.Level.OK, "well"));
  }

  @Test
  void passesAFaultOn() {
    assertThatThrownBy(() ->
            new CheckRunner(Duration.ofSeconds(20), 8)
                .run(
                    List.of(
                        new Told(
                            Group.PORTS,
                            "faulty",
                            () -> {
                              throw new IllegalArgumentException("a fault");
                            })),
                    NOBODY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("check ports, faulty: ")
        .hasMessageContaining("a fault");
  }

  @Test
  void tellsHowFarItHasCome() throws InterruptedException {
    var most = new AtomicInteger();
    new CheckRunner(Duration.ofSeconds(20), 8)
        .run(
            List.of(new Told(Group.PORTS, "a", () -> ""), new Told(Group.PEERS, "b", () -> "")),
            (ended, all) -> most.accumulateAndGet(ended * 10 + all, Math::max));
    assertThat(most).hasValue(22);
  }
}
