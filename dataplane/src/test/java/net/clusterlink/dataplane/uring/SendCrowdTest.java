package net.clusterlink.dataplane.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SendCrowdTest {
  private static final int MANY = 4;

  private final SendCrowd crowd = new SendCrowd(MANY);
  private final List<SendCrowd.Member> members = Stream.generate(crowd::join).limit(MANY).toList();

  @Test
  void isHereBehindATurnInWhichManySent() {
    turns(20, MANY);
    assertThat(isHere()).isTrue();
    crowd.turn();
    crowd.turn();
    assertThat(isHere()).isFalse();
  }

  @Test
  void isNotHereWhileFewSendHoweverOften() {
    for (int turn = 0; turn < 20; turn++) {
      turns(1, MANY - 1);
      members.getFirst().sends();
    }
    assertThat(isHere()).isFalse();
  }

  @Test
  void isNotHereForAWhileWhenAConnectionCameOrWent() {
    turns(20, MANY);
    members.getFirst().moves();
    assertThat(isHere()).isFalse();
    turns(16, MANY);
    assertThat(isHere()).isFalse();
    turns(1, MANY);
    assertThat(isHere()).isTrue();
  }

  @Test
  void isAlwaysHereWhereNobodyIsNeeded() {
    var always = new SendCrowd(0);
    SendCrowd.Member only = always.join();
    assertThat(only.sends()).isTrue();
    only.moves();
    always.turn();
    assertThat(only.sends()).isTrue();
  }

  @Test
  void isCalmWhileFewSendAndNoneComesOrGoes() {
    assertThat(crowd.isCalm()).isFalse();
    turns(20, MANY - 1);
    assertThat(crowd.isCalm()).isTrue();
    members.getFirst().moves();
    assertThat(crowd.isCalm()).isFalse();
    turns(20, 1);
    members.getFirst().readsMuch();
    assertThat(crowd.isCalm()).isFalse();
    turns(16, 1);
    assertThat(crowd.isCalm()).isTrue();
    turns(20, MANY);
    assertThat(crowd.isCalm()).isFalse();
  }

  private boolean isHere() {
    return members.getLast().sends();
  }

  private void turns(int count, int senders) {
    for (int turn = 0; turn < count; turn++) {
      members.stream().limit(senders).forEach(SendCrowd.Member::sends);
      crowd.turn();
    }
  }
}
