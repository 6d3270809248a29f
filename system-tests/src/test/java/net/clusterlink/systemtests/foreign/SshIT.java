package net.clusterlink.systemtests.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.clusterlink.systemtests.stage.Installed;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ssh: a server that speaks first, half-closed streams, and a protocol with checks of its own. */
@Tag("external")
@Timeout(120)
class SshIT {
  private static final Payload TRANSFER = new Payload(4, 10_000_000);

  @RegisterExtension static final Link LINK = new Link();

  private static ServerHome home;
  private static ForeignServer server;
  private static InetSocketAddress direct;
  private static InetSocketAddress through;
  private static Path nothing;

  @BeforeAll
  static void start() throws IOException {
    InetAddress address = Loopback.fresh();
    direct = new InetSocketAddress(address, Loopback.freePort(address));
    home = ServerHome.create();
    Path hostKey = home.folder().resolve("host-key");
    home.run(keygen(hostKey));
    Program.run(LINK.folder(), keygen(LINK.folder().resolve("client-key")));
    Path authorized =
        Files.copy(LINK.folder().resolve("client-key.pub"), home.folder().resolve("authorized"));
    Files.writeString(
        LINK.folder().resolve("known-hosts"),
        "service " + Files.readString(home.folder().resolve("host-key.pub")));
    Path config =
        Files.writeString(
            home.folder().resolve("config"),
            """
            ListenAddress %s
            HostKey %s
            AuthorizedKeysFile %s
            StrictModes no
            PidFile none
            UsePAM no
            UseDNS no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            """
                .formatted(Loopback.text(direct), hostKey, authorized));
    server =
        ForeignServer.start(
            LINK.folder().resolve("sshd.log"),
            "Server listening",
            home.command(
                List.of(
                    Installed.program("sshd", "openssh-server"),
                    "-D",
                    "-e",
                    "-f",
                    config.toString())));
    through = LINK.offer("ssh", address.getHostAddress(), direct.getPort());
    LINK.allowAll();
    LINK.start();
    nothing = Files.writeString(LINK.folder().resolve("nothing"), "");
  }

  @AfterAll
  static void stop() {
    server.close();
    home.close();
  }

  private static List<String> keygen(Path file) {
    return List.of(
        Installed.program("ssh-keygen", "openssh-client"),
        "-q",
        "-t",
        "ed25519",
        "-N",
        "",
        "-C",
        "test",
        "-f",
        file.toString());
  }

  @Test
  void aCommandRunsThereAndItsEndIsTold() throws IOException {
    String command = "echo out; echo err >&2; exit 7";
    Ran seen = ssh(through, nothing, command);
    assertThat(seen).isEqualTo(ssh(direct, nothing, command));
    assertThat(seen.exitCode()).isEqualTo(7);
    assertThat(seen.errors()).isEqualTo("err\n");
    assertThat(seen.output()).isEqualTo("out\n");
  }

  @Test
  void tenMegabytesPassEachWay() throws IOException {
    Path file = Files.write(LINK.folder().resolve("transfer"), TRANSFER.bytes());
    for (InetSocketAddress server : List.of(direct, through)) {
      assertThat(ssh(server, file, "cat").output())
          .isEqualTo(new String(TRANSFER.bytes(), ISO_8859_1));
      assertThat(ssh(server, file, "sha256sum").output()).isEqualTo(TRANSFER.sha256() + "  -\n");
    }
  }

  /**
   * What a command did.
   *
   * @param output a character for each byte
   */
  private record Ran(int exitCode, String output, String errors) {}

  private static Ran ssh(InetSocketAddress server, Path input, String command) throws IOException {
    Path output = Files.createTempFile(LINK.folder(), "ssh", ".out");
    List<String> line =
        new ArrayList<>(
            List.of(
                Installed.program("ssh", "openssh-client"),
                "-F",
                "none",
                "-T",
                "-i",
                LINK.folder().resolve("client-key").toString(),
                "-p",
                Integer.toString(server.getPort())));
    for (String option :
        List.of(
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=yes",
            "HostKeyAlias=service",
            "GlobalKnownHostsFile=none",
            "UserKnownHostsFile=" + LINK.folder().resolve("known-hosts"))) {
      line.addAll(List.of("-o", option));
    }
    line.addAll(List.of(home.user() + '@' + server.getAddress().getHostAddress(), command));
    Program.Result result = Program.run(LINK.folder(), input, output, line);
    return new Ran(result.exitCode(), Files.readString(output, ISO_8859_1), result.output());
  }
}
