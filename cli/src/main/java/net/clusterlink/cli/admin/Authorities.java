package net.clusterlink.cli.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import net.clusterlink.api.Excerpt;
import net.clusterlink.cli.admin.AdminClientException.Kind;
import net.clusterlink.fabric.FabricException;
import net.clusterlink.fabric.PeerVerifier;
import org.jspecify.annotations.Nullable;

/** The certificates of authorities in a file, and what a file beside it revokes. */
final class Authorities {
  private static final String REVOKED = "crl.pem";
  private static final int MAX_FILE_BYTES = 1 << 20;

  private Authorities() {}

  /** Trusts those in this file, less what {@code crl.pem} beside it revokes if there is one. */
  static PeerVerifier verifier(Path file, Clock clock) {
    try {
      return PeerVerifier.of(read(file), file.resolveSibling(REVOKED), clock);
    } catch (FabricException e) {
      throw wrong("beside --ca: " + e.getMessage(), e);
    }
  }

  private static Set<X509Certificate> read(Path file) {
    String shown = "--ca " + Excerpt.whole(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
      Set<X509Certificate> authorities = new LinkedHashSet<>();
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        authorities.add((X509Certificate) certificate);
      }
      if (authorities.isEmpty()) {
        throw wrong(shown + " holds no certificate; name the ca.pem of a peer's folder", null);
      }
      if (authorities.stream().anyMatch(authority -> authority.getBasicConstraints() < 0)) {
        throw wrong(
            shown
                + " holds a certificate that is no authority's; name the ca.pem of a peer's folder",
            null);
      }
      return authorities;
    } catch (IOException e) {
      throw wrong(
          shown + " cannot be read: " + e.getMessage() + "; name the ca.pem of a peer's folder", e);
    } catch (CertificateException e) {
      throw wrong(shown + " holds no certificate; name the ca.pem of a peer's folder", e);
    }
  }

  private static AdminClientException wrong(String message, @Nullable Throwable cause) {
    return new AdminClientException(Kind.WRONG_OPTION, message, cause);
  }
}
