package net.clusterlink.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SizeTest {

  @Test
  void isCalledByItsCount() {
    assertThat(new Size(1, "thread").label()).isEqualTo("1-thread");
    assertThat(new Size(10_000, "import").label()).isEqualTo("10000-imports");
  }

  @Test
  void isSomething() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Size(0, "import"));
  }
}
