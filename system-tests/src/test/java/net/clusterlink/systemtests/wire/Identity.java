package net.clusterlink.systemtests.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A certificate chain, leaf first, and the leaf's key.
 *
 * @param chain what is presented
 * @param key what signs
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
  public Identity {
    chain = List.copyOf(chain);
  }

  /** From the {@code cert.pem} and {@code key.pem} of a folder. */
  public static Identity load(Path folder) {
    try (InputStream certificates = Files.newInputStream(folder.resolve("cert.pem"));
        Reader key = Files.newBufferedReader(folder.resolve("key.pem"));
        PEMParser pem = new PEMParser(key)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(certificates).stream()
              .map(X509Certificate.class::cast)
              .toList();
      return new Identity(chain, privateKey(pem.readObject()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(folder + ": " + e.getMessage(), e);
    }
  }

  /** The leaf. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  private static PrivateKey privateKey(Object found) throws IOException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    return switch (found) {
      case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
      case PrivateKeyInfo key -> converter.getPrivateKey(key);
      default -> throw new IllegalStateException("not a private key: " + found);
    };
  }

  @Override
  public String toString() {
    return leaf().getSubjectX500Principal().toString();
  }
}
