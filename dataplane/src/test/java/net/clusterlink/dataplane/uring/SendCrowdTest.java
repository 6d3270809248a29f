package net.clusterlink.dataplane.uring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendCrowdTest {
  private static final int MANY = 4;

  private final SendCrowd crowd = new SendCrowd(MANY);

  @Test
  void isHereBehindATurnInWhichManySent() {
    turns(20, MANY);
    assertThat(crowd.isHere()).isTrue();
    crowd.turn();
    assertThat(crowd.isHere()).isFalse();
  }

  @Test
  void isNotHereWhileFewSend() {
    turns(20, MANY - 1);
    assertThat(crowd.isHere()).isFalse();
  }

  @Test
  void isNotHereForAWhileWhenAConnectionCameOrWent() {
    turns(20, MANY);
    crowd.moved();
    assertThat(crowd.isHere()).isFalse();
    turns(16, MANY);
    assertThat(crowd.isHere()).isFalse();
    turns(1, MANY);
    assertThat(crowd.isHere()).isTrue();
  }

  @Test
  void isAlwaysHereWhereNobodyIsNeeded() {
    var always = new SendCrowd(0);
    assertThat(always.isHere()).isTrue();
    always.moved();
    always.turn();
    assertThat(always.isHere()).isTrue();
  }

  private void turns(int count, int sends) {
    for (int turn = 0; turn < count; turn++) {
      for (int sent = 0; sent < sends; sent++) {
        crowd.sends();
      }
      crowd.turn();
    }
  }
}
