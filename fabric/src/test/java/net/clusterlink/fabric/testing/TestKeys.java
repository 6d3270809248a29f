package net.clusterlink.fabric.testing;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** Keys for certificates of tests. */
public final class TestKeys {
  private TestKeys() {}

  /** A new EC key on P-256. */
  public static KeyPair ec() {
    return generate("EC", 256);
  }

  /** An RSA key of 4096 bits, as the older command line makes them: the same one each time. */
  public static KeyPair rsa() {
    return Rsa.KEYS;
  }

  /** A new key of some algorithm. */
  public static KeyPair generate(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Made when first asked for, since it takes seconds. */
  private static final class Rsa {
    static final KeyPair KEYS = generate("RSA", 4096);
  }
}
