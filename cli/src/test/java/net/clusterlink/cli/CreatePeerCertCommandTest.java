package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.clusterlink.fabric.PeerCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreatePeerCertCommandTest {
  @TempDir Path directory;

  @Test
  void issuesAllThatAGatewayNeeds() {
    CommandRun.in(directory, "create", "fabric");
    CommandRun run = CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    Path folder = directory.resolve("default_fabric/east");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("peer east of fabric default_fabric: certificate issued\n")
        .contains(
            "certificate  " + folder.resolve("cert.pem") + "  valid until ",
            "key          " + folder.resolve("key.pem") + "   mode 0600",
            "authority    " + folder.resolve("ca.pem"))
        .contains("clusterlink gateway --certs " + folder + " --config <directory>");
    assertThat(PeerCredentials.load(folder).peer()).isEqualTo("east");
  }

  @Test
  void usesTheFabricsTypeOfKeyUnlessTold() {
    CommandRun.in(directory, "create", "fabric", "--key-type", "rsa");
    CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    CommandRun.in(directory, "create", "peer-cert", "--name", "west", "--key-type", "EC");
    Path fabric = directory.resolve("default_fabric");
    assertThat(PeerCredentials.load(fabric.resolve("east")).key().getAlgorithm()).isEqualTo("RSA");
    assertThat(PeerCredentials.load(fabric.resolve("west")).key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void needsAName() {
    CommandRun run = CommandRun.in(directory, "create", "peer-cert");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: Missing required option: '--name=PEER'");
  }

  @Test
  void saysHowToCreateTheFabricThatIsMissing() {
    CommandRun run =
        CommandRun.in(directory, "create", "peer-cert", "--name", "east", "--fabric", "prod");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: there is no fabric prod: "
                + directory.resolve("prod")
                + " does not exist; run `clusterlink create fabric --name prod`\n");
  }

  @Test
  void overwritesNothing() {
    CommandRun.in(directory, "create", "fabric");
    CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    CommandRun run = CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "error: peer east of fabric default_fabric already has "
                + directory.resolve("default_fabric/east/cert.pem"));
  }

  @Test
  void renewsWhenAsked() {
    CommandRun.in(directory, "create", "fabric");
    CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    Path folder = directory.resolve("default_fabric/east");
    PeerCredentials before = PeerCredentials.load(folder);
    CommandRun run = CommandRun.in(directory, "create", "peer-cert", "--name", "east", "--renew");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("peer east of fabric default_fabric: certificate renewed\n")
        .endsWith(
            "next: copy cert.pem and key.pem over those of the gateway, which takes them up while it"
                + " runs\n");
    assertThat(PeerCredentials.load(folder).key()).isNotEqualTo(before.key());
  }

  @Test
  void renewsOnlyWhatThereIs() {
    CommandRun.in(directory, "create", "fabric");
    CommandRun run = CommandRun.in(directory, "create", "peer-cert", "--name", "east", "--renew");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: there is no peer east of fabric default_fabric: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod/", "./prod", "./prod/"})
  void takesTheFabricsFolderAsAShellCompletesIt(String folder) {
    CommandRun.in(directory, "create", "fabric", "--name", "prod");
    CommandRun run =
        CommandRun.in(directory, "create", "peer-cert", "--name", "east", "--fabric", folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("peer east of fabric prod: certificate issued\n");
  }

  @Test
  void namesTheTypesOfKeysAsTheHelpDoes() {
    CommandRun run =
        CommandRun.in(directory, "create", "peer-cert", "--name", "east", "--key-type", "dsa");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: Invalid value for option '--key-type': 'dsa' is none of ec, rsa\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "East", "a_b", "10.0.0.1", "*.east", "key.pem", ""})
  void refusesWhatIsNoNameForAPeer(String name) throws IOException {
    CommandRun.in(directory, "create", "fabric");
    CommandRun run = CommandRun.in(directory, "create", "peer-cert", "--name", name);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ").contains("peer", "; ");
    try (var files = Files.list(directory.resolve("default_fabric"))) {
      assertThat(files).hasSize(2);
    }
  }
}
