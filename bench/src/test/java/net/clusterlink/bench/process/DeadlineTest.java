package net.clusterlink.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.clusterlink.bench.load.Crowd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DeadlineTest {
  @Test
  void endsAProcessThatWaitsForever() throws IOException {
    Process waiting = crowd();

    Deadline deadline = Deadline.of(waiting, Duration.ofMillis(1));

    // Without an exception: who reads comes to an end.
    waiting.getInputStream().readAllBytes();
    assertThat(waiting.onExit().join().isAlive()).isFalse();
    assertThat(deadline.hasPassed()).isTrue();
  }

  @Test
  void leavesAProcessAloneOnceItIsOver() throws IOException {
    Process waiting = crowd();
    try {
      Deadline deadline = Deadline.of(waiting, Duration.ofHours(1));

      assertThat(deadline.hasPassed()).isFalse();
      assertThat(waiting.isAlive()).isTrue();
    } finally {
      waiting.destroyForcibly();
    }
  }

  /** A process that waits for its input. */
  private static Process crowd() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Crowd.class.getName(),
            "1")
        .redirectErrorStream(true)
        .start();
  }
}
