package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.clusterlink.fabric.PeerCredentials;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevokePeerCertCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void createFabric() {
    CommandRun.in(directory, "create", "fabric", "--name", "prod");
    CommandRun.in(directory, "create", "peer-cert", "--fabric", "prod", "--name", "east");
    CommandRun.in(directory, "create", "peer-cert", "--fabric", "prod", "--name", "west");
  }

  @Test
  void revokesAndSaysWhatToDoNext() throws IOException {
    CommandRun run = revoke("east");
    Path list = directory.resolve("prod/crl.pem");
    String serial =
        PeerCredentials.load(directory.resolve("prod/east"))
            .certificate()
            .getSerialNumber()
            .toString(16);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            peer east of fabric prod: certificate revoked
              serial number    %s
              revocation list  %s  1 certificate
            next: copy crl.pem into the folder of each gateway's certificate, beside ca.pem: those\
             that run take it up
            """
                .formatted(serial, list));
    assertThat(revoke("west").out()).contains("crl.pem  2 certificates\n");
    assertThat(Files.readString(list)).startsWith("-----BEGIN X509 CRL-----");
  }

  @Test
  void revokesNothingTwice() {
    revoke("east");
    CommandRun run = revoke("east");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "error: the certificate in "
                + directory.resolve("prod/east/cert.pem")
                + " is revoked already, since ")
        .contains("; copy the fabric's crl.pem into each peer's folder");
  }

  @Test
  void saysThatThereIsNoSuchPeer() {
    CommandRun run = revoke("north");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: there is no peer north of fabric prod: ");
  }

  @Test
  void refusesWhatIsNoNameForAPeer() {
    CommandRun run = revoke("../west");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: \"../west\" is no name for a peer; ");
  }

  @Test
  void needsAName() {
    CommandRun run = CommandRun.in(directory, "revoke", "peer-cert", "--fabric", "prod");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: Missing required option: '--name=PEER'");
  }

  private CommandRun revoke(String peer) {
    return CommandRun.in(directory, "revoke", "peer-cert", "--fabric", "prod", "--name", peer);
  }
}
