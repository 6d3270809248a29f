package net.clusterlink.fabric;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A file of PEM blocks (RFC 7468), read whole. Text between the blocks is passed over, and so is a
 * block of a kind that was not asked for.
 */
final class PemFile {
  /** The certificate of a fabric, or of a peer followed by the fabric's. */
  static final String CERTIFICATE = "cert.pem";

  /** The private key of the certificate beside it. */
  static final String KEY = "key.pem";

  /** In a peer's folder, the certificates of the authorities it trusts. */
  static final String AUTHORITIES = "ca.pem";

  /** Beside a fabric's certificate or a peer's authorities, what those have revoked; optional. */
  static final String REVOKED = "crl.pem";

  /** The type of a block with a certificate. */
  static final String CERTIFICATE_BLOCK = "CERTIFICATE";

  /** The type of a block with a revocation list. */
  static final String REVOKED_BLOCK = "X509 CRL";

  /** Bytes; a chain of RSA-4096 certificates takes about 6 KiB. */
  static final int MAX_BYTES = 1 << 20;

  private final Path path;
  private final List<PemObject> blocks;

  private PemFile(Path path, List<PemObject> blocks) {
    this.path = path;
    this.blocks = blocks;
  }

  /**
   * Reads a file of at most {@link #MAX_BYTES}.
   *
   * @param remedyIfMissing what to do when there is no such file
   * @param links whether a symbolic link may stand in the file's place
   */
  static PemFile read(Path path, String remedyIfMissing, LinkOption... links) {
    byte[] content;
    try {
      requireRegularFile(path, links);
      try (InputStream in = Files.newInputStream(path, links)) {
        content = in.readNBytes(MAX_BYTES + 1);
      }
    } catch (NoSuchFileException e) {
      throw new FabricException(
          FabricException.Kind.MISSING, Shown.path(path) + " does not exist", remedyIfMissing, e);
    } catch (IOException e) {
      throw FabricException.failed(
          "could not read " + Shown.path(path), "make it readable to the user that runs this", e);
    }
    if (content.length > MAX_BYTES) {
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(path) + " is larger than 1 MiB",
          "check that it is the right file");
    }
    return new PemFile(path, blocks(path, new String(content, StandardCharsets.ISO_8859_1)));
  }

  private static void requireRegularFile(Path path, LinkOption... links) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, links);
    if (!attributes.isRegularFile()) {
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(path)
              + (attributes.isSymbolicLink() ? " is a symbolic link" : " is not a regular file"),
          "put the file itself in its place");
    }
  }

  private static List<PemObject> blocks(Path path, String text) {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        blocks.add(block);
      }
      return blocks;
    } catch (IOException | IllegalStateException e) {
      // Without the cause, whose message may quote what it could not decode: part of a key.
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(path) + " is not well-formed PEM",
          "restore it from where it was made");
    }
  }

  /** Every certificate in the file, in order; at least one. */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemObject block : blocks) {
        if (block.getType().equals(CERTIFICATE_BLOCK)) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.getContent())));
        }
      }
    } catch (CertificateException e) {
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(path)
              + ": certificate "
              + (certificates.size() + 1)
              + " is not a well-formed X.509 certificate",
          "restore it from where it was made",
          e);
    }
    if (certificates.isEmpty()) {
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(path) + " holds no certificate",
          "it needs a block that begins with -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }

  /** Every revocation list in the file, in order; at least one. */
  List<X509CRL> revocationLists() {
    List<X509CRL> lists = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemObject block : blocks) {
        if (block.getType().equals(REVOKED_BLOCK)) {
          lists.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(block.getContent())));
        }
      }
    } catch (CertificateException | CRLException e) {
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(path)
              + ": list "
              + (lists.size() + 1)
              + " is not a well-formed X.509 revocation list",
          "restore it from where it was made",
          e);
    }
    if (lists.isEmpty()) {
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(path) + " holds no revocation list",
          "it needs a block that begins with -----BEGIN X509 CRL-----; if nothing is revoked, remove"
              + " the file");
    }
    return lists;
  }

  /** The one private key in the file. */
  PrivateKey privateKey() {
    List<PemObject> keys =
        blocks.stream().filter(block -> block.getType().endsWith("PRIVATE KEY")).toList();
    return switch (keys.size()) {
      case 1 -> PrivateKeyBlock.decode(path, keys.getFirst());
      case 0 ->
          throw new FabricException(
              FabricException.Kind.UNREADABLE,
              Shown.path(path) + " holds no private key",
              "it needs a block that begins with -----BEGIN PRIVATE KEY-----");
      default ->
          throw new FabricException(
              FabricException.Kind.UNREADABLE,
              Shown.path(path) + " holds " + keys.size() + " private keys",
              "leave the one that belongs to the certificate beside it");
    };
  }
}
