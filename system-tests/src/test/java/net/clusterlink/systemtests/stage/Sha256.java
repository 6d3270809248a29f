package net.clusterlink.systemtests.stage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of bytes as they pass. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  void add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
