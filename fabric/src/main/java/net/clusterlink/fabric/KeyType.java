package net.clusterlink.fabric;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of key that a fabric and its peers use. */
public enum KeyType {
  /** Elliptic curve P-256: small and fast, the default. */
  EC("EC", "SHA256withECDSA"),
  /** RSA with 4096 bits: for fabrics that the older command line must still manage. */
  RSA("RSA", "SHA256withRSA");

  private final String algorithm;
  private final String signatureAlgorithm;

  KeyType(String algorithm, String signatureAlgorithm) {
    this.algorithm = algorithm;
    this.signatureAlgorithm = signatureAlgorithm;
  }

  /** The type of a key, or nothing when it is of no type used here, such as Ed25519. */
  static Optional<KeyType> of(Key key) {
    return Arrays.stream(values())
        .filter(type -> type.algorithm.equals(key.getAlgorithm()))
        .findFirst();
  }

  /** The JDK's name of the key's algorithm. */
  String algorithm() {
    return algorithm;
  }

  /** The JDK's name of the signature made with such a key. */
  String signatureAlgorithm() {
    return signatureAlgorithm;
  }

  KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters(), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new FabricException(
          FabricException.Kind.FAILED,
          "this JDK makes no " + algorithm + " keys: " + e.getMessage(),
          "use a JDK with the usual security providers",
          e);
    }
  }

  private AlgorithmParameterSpec parameters() {
    return switch (this) {
      case EC -> new ECGenParameterSpec("secp256r1");
      case RSA -> new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4);
    };
  }
}
