package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Bytes that follow from a seed: no two seeds give the same, and no block repeats.
 *
 * @param seed what they follow from
 * @param length how many
 */
public record Payload(long seed, long length) {
  private static final int BLOCK = 64 * 1024;

  /** Sends all of it in writes of up to 64 KiB. */
  public void writeTo(OutputStream out) throws IOException {
    writeTo(out, () -> BLOCK);
  }

  /**
   * Sends all of it.
   *
   * @param sizes the size of each write, 1 to 65,536
   */
  public void writeTo(OutputStream out, IntSupplier sizes) throws IOException {
    byte[] block = template();
    long number = 0;
    for (long sent = 0; sent < length; sent += BLOCK, number++) {
      stamp(block, number);
      int size = (int) Math.min(BLOCK, length - sent);
      int from = 0;
      while (from < size) {
        int part = Math.min(sizes.getAsInt(), size - from);
        out.write(block, from, part);
        from += part;
      }
    }
  }

  /** The digest of all of it. */
  public String sha256() {
    Sha256 digest = new Sha256();
    byte[] block = template();
    long number = 0;
    for (long sent = 0; sent < length; sent += BLOCK, number++) {
      stamp(block, number);
      digest.add(block, (int) Math.min(BLOCK, length - sent));
    }
    return digest.hex();
  }

  /** All of it at once; for small ones. */
  public byte[] bytes() {
    byte[] bytes = new byte[Math.toIntExact(length)];
    byte[] block = template();
    for (int at = 0; at < bytes.length; at += BLOCK) {
      stamp(block, at / BLOCK);
      System.arraycopy(block, 0, bytes, at, Math.min(BLOCK, bytes.length - at));
    }
    return bytes;
  }

  private byte[] template() {
    byte[] block = new byte[BLOCK];
    new SplittableRandom(seed).nextBytes(block);
    return block;
  }

  /** Makes a block unlike all others by its number, over and over, so that no shift goes unseen. */
  private static void stamp(byte[] block, long number) {
    for (int at = 0; at < BLOCK; at += 512) {
      for (int i = 0; i < Long.BYTES; i++) {
        block[at + i] = (byte) (number >>> (8 * i));
      }
    }
  }
}
