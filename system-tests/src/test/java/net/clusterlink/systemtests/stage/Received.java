package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;

/**
 * What came over a connection until it ended.
 *
 * @param bytes how many
 * @param sha256 their digest
 * @param ending how it ended
 */
public record Received(long bytes, String sha256, Ending ending) {

  /** The two ends that a reader can tell apart. */
  public enum Ending {
    /** End of stream. */
    CLEAN,
    /** The connection broke. */
    RESET
  }

  /** Reads to the end, whichever it is. */
  public static Received readAll(InputStream in) throws IOException {
    Sha256 digest = new Sha256();
    byte[] buffer = new byte[64 * 1024];
    long bytes = 0;
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.add(buffer, read);
        bytes += read;
      }
      return new Received(bytes, digest.hex(), Ending.CLEAN);
    } catch (SocketException e) {
      return new Received(bytes, digest.hex(), Ending.RESET);
    }
  }

  /** Whether this is all that was sent and its clean end. */
  public boolean isWhole(Payload payload) {
    return ending == Ending.CLEAN && bytes == payload.length() && sha256.equals(payload.sha256());
  }
}
