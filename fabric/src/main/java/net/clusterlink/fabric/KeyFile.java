package net.clusterlink.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is asked of a private key beside its being readable. */
final class KeyFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

  private KeyFile() {}

  /**
   * What is careless about the permissions of a key's file. Not an error, since Kubernetes mounts
   * secrets readable to a group. Empty as well where files have no such permissions.
   */
  static List<String> warnings(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return List.of();
    }
    try {
      Set<PosixFilePermission> permissions = view.readAttributes().permissions();
      if (OWNER_ONLY.containsAll(permissions)) {
        return List.of();
      }
      return List.of(
          Shown.path(file)
              + " is open to others than its owner ("
              + PosixFilePermissions.toString(permissions)
              + "); run `chmod 600 "
              + Shown.path(file)
              + "`");
    } catch (IOException e) {
      throw FabricException.failed(
          "could not read the permissions of " + Shown.path(file),
          "make it readable to the user that runs this",
          e);
    }
  }

  /** Refuses a key that does not belong to the certificate beside it. */
  static void checkBelongs(
      Path keyFile, PrivateKey key, Path certificateFile, X509Certificate certificate) {
    if (!belongs(key, certificate)) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          "the private key in "
              + Shown.path(keyFile)
              + " does not belong to the certificate in "
              + Shown.path(certificateFile),
          "put the two files that were made together there");
    }
  }

  /** Signs with the one and verifies with the other: the same for every algorithm. */
  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    Optional<KeyType> type = KeyType.of(key);
    if (type.isEmpty() || !type.equals(KeyType.of(certificate.getPublicKey()))) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(type.get().signatureAlgorithm());
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
