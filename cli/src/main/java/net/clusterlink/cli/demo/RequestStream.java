package net.clusterlink.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbered requests, one after another by two clients at once, until told to end. */
final class RequestStream {
  private static final int CLIENTS = 2;
  private static final long PAUSE_MS = 20;

  private final Client client;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ending;

  /**
   * A request and what became of it.
   *
   * @param begunNs when it was begun, as {@link System#nanoTime}
   */
  record Sent(int number, long begunNs, Client.Answer answer) {}

  RequestStream(Client client) {
    this.client = client;
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.ofVirtual().name("requests").start(this::send));
    }
  }

  private void send() {
    try {
      while (!ending) {
        int number = numbers.incrementAndGet();
        long begunNs = System.nanoTime();
        sent.add(new Sent(number, begunNs, client.ask(number)));
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many have come to their end. */
  int count() {
    return sent.size();
  }

  /** Begins no more, and returns all of them when the last has come to its end. */
  List<Sent> end() throws InterruptedException {
    ending = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(sent);
  }
}
