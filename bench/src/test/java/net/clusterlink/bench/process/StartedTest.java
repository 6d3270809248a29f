package net.clusterlink.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.clusterlink.bench.BenchException;
import org.junit.jupiter.api.Test;

class StartedTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void endsInReverse() {
    try (Started started = new Started()) {
      started.add(part("first"));
      started.add(part("second"));
    }

    assertThat(ended).containsExactly("second", "first");
  }

  @Test
  void endsAllEvenWhereSomeFail() {
    Started started = new Started();
    started.add(part("first"));
    started.add(broken("second"));
    started.add(part("third"));
    started.add(broken("fourth"));

    assertThatThrownBy(started::close)
        .hasMessage("fourth")
        .satisfies(failure ->
            assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(other).hasMessage("second")));
    assertThat(ended).containsExactly("fourth", "third", "second", "first");
  }

  @Test
  void endsWhatItKeepsLater() {
    Started kept;
    try (Started started = new Started()) {
      started.add(part("first"));
      kept = started.keep();
    }
    assertThat(ended).isEmpty();

    kept.close();
    kept.close();

    assertThat(ended).containsExactly("first");
  }

  private Resource part(String name) {
    return () -> ended.add(name);
  }

  private Resource broken(String name) {
    return () -> {
      ended.add(name);
      throw new BenchException(name);
    };
  }
}
