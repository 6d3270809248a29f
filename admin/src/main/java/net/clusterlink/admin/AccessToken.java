package net.clusterlink.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import net.clusterlink.api.Excerpt;

/**
 * The secret that who asks a gateway's admin server must know: a bearer token (RFC 6750). Never
 * shown.
 */
public final class AccessToken {
  /** With 16 letters to choose from, as {@code openssl rand -hex} has, 32 make 128 bits. */
  private static final int MIN_LENGTH = 32;

  private static final int MAX_FILE_BYTES = 4096;

  /** RFC 6750, section 2.1: {@code b64token}. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final String SCHEME = "Bearer ";

  private final String token;
  private final byte[] hash;

  private AccessToken(String token) {
    this.token = token;
    this.hash = hash(token);
  }

  /**
   * Reads a token from a file of its own, white space around it left out.
   *
   * @throws AdminException when there is none to read, it is too short to be a secret, or others
   *     than the file's owner may read it; the message has the remedy
   */
  public static AccessToken read(Path file) {
    String shown = "the token file " + Excerpt.whole(file.toString());
    String make =
        "make one: (umask 077; openssl rand -hex 32 > " + Excerpt.whole(file.toString()) + ")";
    try {
      if (!Files.exists(file)) {
        throw new AdminException(shown + " does not exist; " + make, null);
      }
      if (!Files.isRegularFile(file)) {
        throw new AdminException(shown + " is not a file; name a file with the token in it", null);
      }
      ensureOwnerOnly(file, shown);
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      }
      return of(bytes, shown, make);
    } catch (IOException e) {
      throw new AdminException(
          shown
              + " cannot be read: "
              + e.getMessage()
              + "; make it readable to the user that runs this",
          e);
    }
  }

  private static AccessToken of(byte[] bytes, String shown, String make) {
    if (bytes.length > MAX_FILE_BYTES) {
      throw new AdminException(
          shown + " is longer than " + MAX_FILE_BYTES + " bytes, as no token is; " + make, null);
    }
    String token = new String(bytes, StandardCharsets.US_ASCII).strip();
    if (token.length() < MIN_LENGTH) {
      throw new AdminException(
          shown
              + " holds "
              + token.length()
              + " characters, and fewer than "
              + MIN_LENGTH
              + " can be guessed; "
              + make,
          null);
    }
    if (!FORM.matcher(token).matches()) {
      throw new AdminException(
          shown
              + " holds more than one token of letters, digits and '-', '.', '_', '~', '+', '/';"
              + " "
              + make,
          null);
    }
    return new AccessToken(token);
  }

  private static void ensureOwnerOnly(Path file, String shown) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return; // A file system without such permissions.
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new AdminException(
          shown
              + " is open to others than its owner ("
              + PosixFilePermissions.toString(permissions)
              + "); run `chmod 600 "
              + Excerpt.whole(file.toString())
              + "`",
          null);
    }
  }

  /** The value of an {@code Authorization} header that gives this token: a secret as well. */
  public String authorization() {
    return SCHEME + token;
  }

  /**
   * Whether the value of an {@code Authorization} header gives this token; in a time that does not
   * tell how much of it was right.
   */
  boolean isGivenBy(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(hash, hash(authorization.substring(SCHEME.length()).strip()));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Hides the token. */
  @Override
  public String toString() {
    return "AccessToken[hidden]";
  }
}
