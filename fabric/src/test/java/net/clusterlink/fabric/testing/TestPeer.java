package net.clusterlink.fabric.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * What a peer of a test presents.
 *
 * @param chain its certificate first
 * @param key the private key of that certificate
 */
public record TestPeer(List<X509Certificate> chain, PrivateKey key) {
  /** Takes its own copy. */
  public TestPeer {
    chain = List.copyOf(chain);
  }

  /** The first certificate. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** The same, with this chain after the first certificate. */
  public TestPeer followedBy(X509Certificate... others) {
    List<X509Certificate> longer = new ArrayList<>(List.of(certificate()));
    longer.addAll(List.of(others));
    return new TestPeer(longer, key);
  }

  /**
   * Writes {@code cert.pem}, {@code key.pem} (PKCS#8, mode 0600) and {@code ca.pem} to a folder.
   */
  public Path writeTo(Path folder, X509Certificate... authorities) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("cert.pem"), pem(chain));
      Files.writeString(
          folder.resolve("key.pem"), pem(new PemObject("PRIVATE KEY", key.getEncoded())));
      Files.setPosixFilePermissions(
          folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
      Files.writeString(folder.resolve("ca.pem"), pem(List.of(authorities)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Certificates as PEM. */
  public static String pem(List<X509Certificate> certificates) {
    try {
      StringBuilder text = new StringBuilder();
      for (X509Certificate certificate : certificates) {
        text.append(pem(new PemObject("CERTIFICATE", certificate.getEncoded())));
      }
      return text.toString();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key in the form that the older tools use: PKCS#1 for RSA, SEC 1 for EC. */
  public static String traditionalPem(PrivateKey key) {
    PrivateKeyInfo pkcs8 = PrivateKeyInfo.getInstance(key.getEncoded());
    try {
      if (key.getAlgorithm().equals("RSA")) {
        return pem(
            new PemObject(
                "RSA PRIVATE KEY", pkcs8.parsePrivateKey().toASN1Primitive().getEncoded()));
      }
      int bits = ((ECPrivateKey) key).getParams().getOrder().bitLength();
      return pem(
          new PemObject(
              "EC PRIVATE KEY",
              new org.bouncycastle.asn1.sec.ECPrivateKey(
                      bits,
                      ((ECPrivateKey) key).getS(),
                      pkcs8.getPrivateKeyAlgorithm().getParameters())
                  .getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One block as PEM. */
  public static String pem(PemObject block) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(block);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
