package net.clusterlink.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A live session: the large file, read slowly until told otherwise. */
final class Download implements AutoCloseable {
  private static final int PIECE = 32 * 1024;
  private static final long PAUSE_MS = 20;
  private static final int TIMEOUT_MS = 10_000;

  private final Socket socket;
  private final AtomicInteger received = new AtomicInteger();
  private final CompletableFuture<byte[]> answer;
  private volatile boolean hurried;

  /** How it ended. */
  sealed interface End {
    /** The whole answer came, its header included. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Complete(byte[] answer) implements End {}

    /** It broke, and could not be taken for a complete one. */
    record Broken(String how) implements End {}

    /** It goes on. */
    record None() implements End {}
  }

  /** Connects and asks for the file. */
  Download(LoopbackAddress imported, String file) {
    try {
      socket = new Socket(imported.host(), imported.port());
      socket.setSoTimeout(TIMEOUT_MS);
      socket
          .getOutputStream()
          .write(
              ("GET /" + file + " HTTP/1.1\r\nHost: stock\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new DemoException("the import cannot be connected: " + e.getMessage(), e);
    }
    answer = CompletableFuture.supplyAsync(this::read, Thread::startVirtualThread);
  }

  private byte[] read() {
    var all = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = socket.getInputStream();
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        all.write(piece, 0, count);
        received.addAndGet(count);
        if (!hurried) {
          Thread.sleep(PAUSE_MS);
        }
      }
      return all.toByteArray();
    } catch (IOException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** How much has come. */
  int received() {
    return received.get();
  }

  /** Reads the rest as fast as it comes. */
  void hurry() {
    hurried = true;
  }

  /** How it ends, waiting for that at most so long. */
  End end(long seconds) throws InterruptedException {
    try {
      return new End.Complete(answer.get(seconds, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      return new End.None();
    } catch (ExecutionException e) {
      return new End.Broken(
          e.getCause() instanceof SocketException broken
              ? String.valueOf(broken.getMessage())
              : String.valueOf(e.getCause()));
    }
  }

  /** Whether an answer ends with these bytes. */
  static boolean carries(byte[] answer, byte[] content) {
    int from = answer.length - content.length;
    return from > 0 && Arrays.equals(answer, from, answer.length, content, 0, content.length);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new DemoException("a connection cannot be closed: " + e.getMessage(), e);
    }
  }
}
