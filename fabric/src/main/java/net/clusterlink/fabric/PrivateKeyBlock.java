package net.clusterlink.fabric;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * The three forms in which a private key is kept in PEM: PKCS#8 (RFC 5958), which names its
 * algorithm, and the older PKCS#1 (RFC 8017) and SEC 1 (RFC 5915), of RSA and EC alone.
 */
final class PrivateKeyBlock {
  static final String PKCS8 = "PRIVATE KEY";
  static final String PKCS1 = "RSA PRIVATE KEY";
  static final String SEC1 = "EC PRIVATE KEY";

  private static final String CONVERT = "use an RSA or EC key in PKCS#8, PKCS#1 or SEC 1";

  private PrivateKeyBlock() {}

  /** The block for a new key: RSA in PKCS#1, as the older command line reads nothing else. */
  static PemObject encode(PrivateKey key) {
    if (!(key instanceof RSAPrivateKey)) {
      return new PemObject(PKCS8, key.getEncoded());
    }
    try {
      PrivateKeyInfo pkcs8 = PrivateKeyInfo.getInstance(key.getEncoded());
      return new PemObject(PKCS1, pkcs8.parsePrivateKey().toASN1Primitive().getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a key of the JDK is not well-formed PKCS#8", e);
    }
  }

  /** The key in a block of a file; no error of it quotes any of the block. */
  static PrivateKey decode(Path path, PemObject block) {
    if (block.getType().equals("ENCRYPTED PRIVATE KEY") || !block.getHeaders().isEmpty()) {
      throw unreadable(
          path,
          "is encrypted",
          "store it decrypted, readable to its owner alone: openssl pkey -in <file> -out key.pem");
    }
    try {
      PrivateKeyInfo pkcs8 = pkcs8(path, block);
      return KeyFactory.getInstance(keyType(path, pkcs8).algorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8.getEncoded()));
    } catch (IOException
        | IllegalArgumentException
        | IllegalStateException
        | InvalidKeySpecException e) {
      // Without the cause, whose message may quote what it could not decode.
      throw unreadable(path, "is not a well-formed key", "restore it from where it was made");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA and EC", e);
    }
  }

  private static PrivateKeyInfo pkcs8(Path path, PemObject block) throws IOException {
    byte[] der = block.getContent();
    return switch (block.getType()) {
      case PKCS8 -> PrivateKeyInfo.getInstance(der);
      case PKCS1 ->
          new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(der));
      case SEC1 -> {
        ECPrivateKey key = ECPrivateKey.getInstance(der);
        yield new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
            key);
      }
      default ->
          throw unreadable(
              path, "is of a kind that is not read: " + Shown.name(block.getType()), CONVERT);
    };
  }

  private static KeyType keyType(Path path, PrivateKeyInfo pkcs8) {
    ASN1ObjectIdentifier algorithm = pkcs8.getPrivateKeyAlgorithm().getAlgorithm();
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return KeyType.RSA;
    }
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return KeyType.EC;
    }
    throw unreadable(path, "is of an algorithm that is not used here: " + algorithm, CONVERT);
  }

  private static FabricException unreadable(Path path, String problem, String remedy) {
    return new FabricException(
        FabricException.Kind.UNREADABLE,
        "the private key in " + Shown.path(path) + " " + problem,
        remedy);
  }
}
