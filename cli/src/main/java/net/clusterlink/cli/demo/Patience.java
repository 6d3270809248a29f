package net.clusterlink.cli.demo;

import java.time.Duration;
import java.util.Optional;

/** Waiting for a condition, for a bounded time. */
final class Patience {
  /** Long enough for a busy machine; what is waited for usually comes within a second. */
  static final Duration LIMIT = Duration.ofSeconds(8);

  private static final Duration PAUSE = Duration.ofMillis(20);

  /** What is waited for; empty as long as it has not come. */
  interface Question<T> {
    Optional<T> ask() throws InterruptedException;
  }

  private Patience() {}

  /** Asks again and again until there is an answer, or the time is over. */
  static <T> Optional<T> await(Question<T> question) throws InterruptedException {
    return await(LIMIT, question);
  }

  /** The same, with a time of its own. */
  static <T> Optional<T> await(Duration limit, Question<T> question) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<T> answer = question.ask();
    while (answer.isEmpty() && System.nanoTime() - deadline < 0) {
      Thread.sleep(PAUSE);
      answer = question.ask();
    }
    return answer;
  }
}
