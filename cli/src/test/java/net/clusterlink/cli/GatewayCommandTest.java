package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.cli.gateway.GatewayConfig;
import net.clusterlink.cli.gateway.Termination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class GatewayCommandTest {
  @TempDir Path directory;

  @Test
  void hasTheDocumentedDefaults() {
    assertThat(told("--certs", "certs", "--config", "east"))
        .isEqualTo(
            new GatewayConfig(
                directory.resolve("certs"),
                directory.resolve("east"),
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 4443),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9443),
                Optional.empty(),
                InetAddress.ofLiteral("127.0.0.1"),
                Map.of(),
                Runtime.getRuntime().availableProcessors(),
                Duration.ofNanos(50_000),
                Duration.ofSeconds(30)));
  }

  @Test
  void takesEveryOption() {
    assertThat(
            told(
                "--certs=c",
                "--config=d",
                "--listen=[::1]:0",
                "--admin=10.1.4.2:9",
                "--admin-token=t",
                "--import-address=10.1.4.2",
                "--label=region=eu",
                "--label=example.com/tier=front",
                "--threads=3",
                "--busy-poll=0us",
                "--drain-timeout=2m"))
        .isEqualTo(
            new GatewayConfig(
                directory.resolve("c"),
                directory.resolve("d"),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0),
                new InetSocketAddress(InetAddress.ofLiteral("10.1.4.2"), 9),
                Optional.of(directory.resolve("t")),
                InetAddress.ofLiteral("10.1.4.2"),
                Map.of("region", "eu", "example.com/tier", "front"),
                3,
                Duration.ZERO,
                Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--listen=4443|Invalid value for option '--listen': '4443' is not HOST:PORT; write"
            + " 127.0.0.1:4443, or [::1]:4443 for IPv6",
        "--listen=::1:4443|Invalid value for option '--listen': '::1:4443' is not HOST:PORT; write"
            + " 127.0.0.1:4443, or [::1]:4443 for IPv6",
        "--listen=127.0.0.1:65536|Invalid value for option '--listen': port 65536 in"
            + " '127.0.0.1:65536' is not within 0–65535 (0 takes any free one)",
        "--listen=no.such.host.invalid:1|Invalid value for option '--listen':"
            + " 'no.such.host.invalid' in 'no.such.host.invalid:1' is no address of this machine;"
            + " give an IP address",
        "--admin=0.0.0.0:9443|--admin 0.0.0.0: without --admin-token on loopback only; give a token,"
            + " or use 127.0.0.1:9443",
        "--import-address=localhost|Invalid value for option '--import-address': 'localhost' is not"
            + " an IP address; write 127.0.0.1, or ::1 for IPv6",
        "--import-address=0|Invalid value for option '--import-address': '0' is not an IP address;"
            + " write 127.0.0.1, or ::1 for IPv6",
        "--import-address=127.1|Invalid value for option '--import-address': '127.1' is not an IP"
            + " address; write 127.0.0.1, or ::1 for IPv6",
        "--listen=0:4443|Invalid value for option '--listen': '0' in '0:4443' is not an IP address;"
            + " write 127.0.0.1:4443, or [::1]:4443 for IPv6",
        "--label=clusterlink.net/a=b|--label: 'clusterlink.net/a' is reserved, as all under"
            + " clusterlink.net; use another domain",
        "--label=peer.clusterlink.net/a=b|--label: 'peer.clusterlink.net/a' is reserved, as all"
            + " under clusterlink.net; use another domain",
        "--label=region|Value for option '--label' (KEY=VALUE) should be in KEY=VALUE format"
            + " but was region",
        "--label=-region=eu|--label: '-region' is no key of a label; use letters, digits, '-', '_'"
            + " and '.', at most 63, beginning and ending with a letter or digit; a DNS subdomain"
            + " and '/' may stand before it",
        "--label=region=e u|--label: 'e u' is no value of a label; use letters, digits, '-', '_'"
            + " and '.', at most 63, beginning and ending with a letter or digit",
        "--threads=0|--threads 0: not within 1–1024",
        "--threads=many|Invalid value for option '--threads': 'many' is not an int",
        "--busy-poll=2ms|--busy-poll: longer than 1ms",
        "--drain-timeout=30|Invalid value for option '--drain-timeout': '30' is not a time; write a"
            + " number and its unit, as 50us, 500ms, 30s, 2m or 1h",
        "--log-format=xml|Invalid value for option '--log-format': 'xml' is none of text, json",
        "--log-level=loud|Invalid value for option '--log-level': 'loud' is none of error, warn,"
            + " info, debug, trace",
      })
  void refusesWrongUsage(String option, String message) {
    CommandRun run = CommandRun.in(directory, "gateway", "--certs=c", "--config=d", option);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "error: " + message + "\nrun `clusterlink gateway --help` to see how it is used\n");
  }

  @Test
  void refusesMoreLabelsThanAHelloCarries() {
    List<String> args = new ArrayList<>(List.of("gateway", "--certs=c", "--config=d"));
    for (int i = 0; i < 65; i++) {
      args.add("--label=l" + i + "=v");
    }
    CommandRun run = CommandRun.in(directory, args.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: --label: 65 labels are more than 64\n");
  }

  /**
   * Each label takes 4 bytes beside its key of 192 and its value of 60; the hello itself takes 27.
   */
  @Test
  void refusesLabelsThatMakeAHelloTooLongForPeers() {
    List<String> args = new ArrayList<>(List.of("--certs=c", "--config=d"));
    String domain = ("d".repeat(62) + ".").repeat(2) + "d".repeat(62);
    for (int i = 10; i < 73; i++) {
      args.add("--label=" + domain + "/l" + i + "=" + "v".repeat(60));
    }
    assertThat(told(args.toArray(String[]::new)).labels()).hasSize(63);
    args.add("--label=" + domain + "/l99=" + "v".repeat(60));
    args.addFirst("gateway");
    CommandRun run = CommandRun.in(directory, args.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "error: --label: all labels together make a hello of 16411 bytes, and peers accept"
                + " 16384; give fewer or shorter labels\n");
  }

  @Test
  void warnsOfAKeyThatOthersMayRead() throws IOException {
    createEast();
    Files.setPosixFilePermissions(
        directory.resolve("default_fabric/east/key.pem"),
        PosixFilePermissions.fromString("rw-r--r--"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      CommandRun run = start("--listen=127.0.0.1:0", "--admin=127.0.0.1:" + taken.getLocalPort());
      assertThat(run.err())
          .contains(" WARN ", "key.pem is open to others than its owner (rw-r--r--); run `chmod");
    }
  }

  @Test
  void needsCertificatesAndConfiguration() {
    CommandRun run = CommandRun.in(directory, "gateway");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: Missing required options: '--certs=DIR', '--config=DIR'\n");
  }

  @Test
  void endsWhenThereAreNoCertificates() {
    CommandRun run = start("--listen=127.0.0.1:0", "--admin=127.0.0.1:0");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: there is no folder "
                + directory.resolve("default_fabric/east")
                + " with a peer's certificate; name the folder that `clusterlink create peer-cert`"
                + " made, or issue it anew there\n");
  }

  @Test
  void endsWhenTheKeyIsMissing() throws IOException {
    createEast();
    Files.delete(directory.resolve("default_fabric/east/key.pem"));
    CommandRun run = start("--listen=127.0.0.1:0", "--admin=127.0.0.1:0");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: ")
        .contains(directory.resolve("default_fabric/east/key.pem").toString(), "; ");
  }

  @Test
  void endsWhenThePortForPeersIsTaken() throws IOException {
    createEast();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      CommandRun run = start("--listen=127.0.0.1:" + taken.getLocalPort(), "--admin=127.0.0.1:0");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .endsWith(
              "error: cannot listen for peers on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": Address already in use; free the port, or choose another, or another address of"
                  + " this host, with --listen\n");
    }
  }

  @Test
  void endsWhenTheAdminPortIsTaken() throws IOException {
    createEast();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      CommandRun run = start("--listen=127.0.0.1:0", "--admin=127.0.0.1:" + taken.getLocalPort());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .isEqualTo(
              "error: cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + " for the admin server: Address already in use; end the program that uses the"
                  + " port, or choose another one with --admin\n");
    }
  }

  @Test
  void endsWhenThereIsNoConfiguration() {
    CommandRun.in(directory, "create", "fabric");
    CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    CommandRun run = start("--listen=127.0.0.1:0", "--admin=127.0.0.1:0");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: the configuration directory "
                + directory.resolve("config")
                + " does not exist; create it, or name another\n");
  }

  private void createEast() throws IOException {
    CommandRun.in(directory, "create", "fabric");
    CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    Files.createDirectory(directory.resolve("config"));
  }

  private CommandRun start(String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("gateway", "--certs=default_fabric/east", "--config=config", "--threads=1"));
    args.addAll(List.of(options));
    return CommandRun.in(directory, args.toArray(String[]::new));
  }

  private GatewayConfig told(String... args) {
    var surroundings =
        new Surroundings(
            directory, Clock.systemUTC(), OutputStream.nullOutputStream(), new Termination());
    GatewayCommand command = new GatewayCommand(surroundings);
    new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return command.told();
  }
}
