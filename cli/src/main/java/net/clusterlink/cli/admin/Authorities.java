package net.clusterlink.cli.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import net.clusterlink.api.Excerpt;
import net.clusterlink.cli.admin.AdminClientException.Kind;

/** The certificates of authorities in a file. */
final class Authorities {
  private static final int MAX_FILE_BYTES = 1 << 20;

  private Authorities() {}

  static Set<X509Certificate> read(Path file) {
    String shown = "--ca " + Excerpt.whole(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
      Set<X509Certificate> authorities = new LinkedHashSet<>();
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new java.io.ByteArrayInputStream(bytes))) {
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

  private static AdminClientException wrong(
      String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new AdminClientException(Kind.WRONG_OPTION, message, cause);
  }
}
