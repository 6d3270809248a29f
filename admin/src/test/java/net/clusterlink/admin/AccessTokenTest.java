package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  private static final String SECRET = "0123456789abcdef0123456789ABCDEF";

  @TempDir Path folder;

  @Test
  void isGivenByItselfOnly() throws IOException {
    AccessToken token = AccessToken.read(file(SECRET + "\n", "rw-------"));
    assertThat(token.isGivenBy("Bearer " + SECRET)).isTrue();
    assertThat(token.isGivenBy("bearer  " + SECRET)).isTrue();
    assertThat(token.isGivenBy(token.authorization())).isTrue();
    assertThat(token.isGivenBy("Bearer " + SECRET.toLowerCase(java.util.Locale.ROOT))).isFalse();
    assertThat(token.isGivenBy("Bearer " + SECRET + "0")).isFalse();
    assertThat(token.isGivenBy("Basic " + SECRET)).isFalse();
    assertThat(token.isGivenBy(SECRET)).isFalse();
    assertThat(token.isGivenBy("")).isFalse();
  }

  @Test
  void isNeverShown() throws IOException {
    assertThat(AccessToken.read(file(SECRET, "r--------")).toString()).doesNotContain(SECRET);
  }

  @Test
  void isNotTakenFromWhatOthersMayRead() throws IOException {
    Path open = file(SECRET, "rw-r-----");
    assertThatThrownBy(() -> AccessToken.read(open))
        .isInstanceOf(AdminException.class)
        .hasMessage(
            "the token file %s is open to others than its owner (rw-r-----); run `chmod 600 %s`",
            open, open);
  }

  @Test
  void isNotTakenWhenItCanBeGuessed() throws IOException {
    Path weak = file("secret\n", "rw-------");
    assertThatThrownBy(() -> AccessToken.read(weak))
        .isInstanceOf(AdminException.class)
        .hasMessage(
            "the token file %s holds 6 characters, and fewer than 32 can be guessed; make one:"
                + " (umask 077; openssl rand -hex 32 > %s)",
            weak, weak);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SECRET + " " + SECRET, SECRET + "\n" + SECRET, SECRET + "ä", SECRET + "\""})
  void isOneTokenInTheLettersOfABearer(String text) throws IOException {
    Path odd = file(text, "rw-------");
    assertThatThrownBy(() -> AccessToken.read(odd))
        .isInstanceOf(AdminException.class)
        .hasMessageStartingWith("the token file " + odd + " holds more than one token of letters")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void isNotLookedForInALongFile() throws IOException {
    Path padded = file(SECRET.repeat(200), "rw-------");
    assertThatThrownBy(() -> AccessToken.read(padded))
        .hasMessageContaining("is longer than 4096 bytes, as no token is; make one: ");
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(() -> AccessToken.read(folder.resolve("none")))
        .hasMessageContaining("none does not exist; make one: ");
    assertThatThrownBy(() -> AccessToken.read(folder))
        .hasMessageContaining(" is not a file; name a file with the token in it");
  }

  private Path file(String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
