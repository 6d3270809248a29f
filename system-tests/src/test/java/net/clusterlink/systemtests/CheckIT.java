package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeerRequest;
import net.clusterlink.systemtests.stage.Cli;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.Fabric;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Program;
import net.clusterlink.systemtests.wire.FakeGateway;
import net.clusterlink.systemtests.wire.Identity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code check} makes of the broken set-ups of docs/troubleshooting.md, and of a sound one:
 * each time it names the culprit and the remedy, and ends with the right code.
 */
@Tag("external")
@Timeout(60)
class CheckIT {
  private static final int WELL = 0;
  private static final int FAILED = 3;

  @RegisterExtension static final Link LINK = new Link();

  private static InetSocketAddress service;
  private ConfigDirectory config;
  private Path folder;

  @BeforeAll
  static void start() {
    service = LINK.offer("service", "127.0.0.1", 9);
    LINK.allowAll();
    LINK.start();
  }

  @BeforeEach
  void makeADirectory(TestInfo test) {
    folder = LINK.folder().resolve(test.getTestMethod().orElseThrow().getName());
    config = ConfigDirectory.create(folder.resolve("config"));
    config.put("east.yaml", Manifests.peer(Link.EAST, LINK.east().address()));
  }

  @AfterEach
  void othersGoOn() {
    assertThat(LINK.east().isReady()).isTrue();
  }

  @Test
  void findsNothingWrongWithASoundGatewayAndShowsNoKey() throws IOException {
    Program.Result west = check(LINK.west(), Link.WEST, LINK.westConfig().folder());
    assertThat(west.exitCode()).as(west.output()).isEqualTo(WELL);
    assertThat(west.output())
        .contains(
            "belong together: peer west",
            "✓ " + Loopback.text(LINK.west().address()) + " for peers",
            "answers as west",
            "✓ " + Loopback.text(service) + " for import default/service",
            "listening",
            "✓ east at " + Loopback.text(LINK.east().address()),
            "identity east, round trip ",
            "ready",
            ", as the directory says",
            " 0 failed")
        .doesNotContain("✗")
        .doesNotContain(
            Files.readString(west().resolve("key.pem")).lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void namesTheFolderWhoseAuthorityIsAnotherFabrics() throws IOException {
    Path certs = copyOf(Link.WEST);
    Fabric other = Fabric.create(folder.resolve("other"), "west");
    Files.copy(
        other.folder().resolve("cert.pem"),
        Files.createDirectories(certs).resolve("ca.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertFinds(
        offline(certs),
        "✗ " + certs,
        "cert.pem would be refused by every peer: ",
        "→ put the certificate of the fabric that issued it into ca.pem");
  }

  @Test
  void namesACertificateThatExpired() {
    Path certs = written(authority().peer(Link.WEST).expired(), fabricCertificate());
    assertFinds(
        offline(certs),
        "cert.pem would be refused by every peer: ",
        "expired",
        "→ issue another with `clusterlink create peer-cert --renew`");
  }

  @Test
  void namesACertificateThatIsNotYetValidAndTheClock() {
    Path certs = written(authority().peer(Link.WEST).notYetValid(), fabricCertificate());
    assertFinds(
        offline(certs),
        "✗ this machine",
        "the certificate is not valid yet",
        "→ compare `date -u` on both hosts");
  }

  @Test
  void namesWhoAnswersInThePlaceOfAPeer() {
    config.put("south.yaml", Manifests.peer("south", LINK.east().address()));
    assertFinds(
        offline(west()),
        "✗ south at " + Loopback.text(LINK.east().address()),
        "identity: reached peer \"east\" where \"south\" was expected",
        "→ correct the address in Peer south, or the name of the Peer");
  }

  @Test
  void namesAHostThatDoesNotExist() {
    config.put(
        "south.yaml",
        Manifests.peer("south", InetSocketAddress.createUnresolved("south.invalid", 4443)));
    assertFinds(
        offline(west()),
        "✗ south at south.invalid:4443",
        "DNS: ",
        "→ correct the host in Peer south, or the name's record");
  }

  @Test
  void namesAPortThatIsClosed() {
    InetAddress address = Loopback.fresh();
    var closed = new InetSocketAddress(address, Loopback.freePort(address));
    config.put("south.yaml", Manifests.peer("south", closed));
    assertFinds(
        offline(west()),
        "✗ south at " + Loopback.text(closed),
        "TCP: Connection refused",
        "→ nothing listens there: start the gateway of south");
  }

  @Test
  void namesAPeerThatRefusesThisGatewaysCertificate() {
    TestAuthority stranger = TestAuthority.create("another fabric");
    Path certs =
        written(
            stranger.peer(Link.WEST),
            stranger.certificate(),
            Identity.load(LINK.fabric().folder()).leaf());
    int mark = LINK.east().log().mark();
    assertFinds(
        offline(certs),
        "✗ east at ",
        "the far side refused this gateway's certificate: it does not know the authority that"
            + " issued it (TLS alert unknown_ca)",
        "→ the log of the gateway there says why, in a line `tunnel refused`");
    LINK.east().log().await(mark, "tunnel refused", "reason=certificate-untrusted");
  }

  @Test
  void namesAPeerWhoseCertificateExpiredAndTheClocks() throws IOException {
    Path far = written(authority().peer("south").expired(), fabricCertificate());
    try (var south = FakeGateway.serving(Identity.load(far), tunnel -> tunnel.untilClosed())) {
      config.put("south.yaml", Manifests.peer("south", south.address()));
      assertFinds(
          offline(west()),
          "✗ south at " + Loopback.text(south.address()),
          "identity: ",
          "expired",
          "→ whoever runs south must issue its certificate anew",
          "! south at ",
          "one of the two clocks is wrong");
    }
  }

  @Test
  void namesThePortThatSomebodyElseHolds() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertFinds(
          check(west(), config.folder(), "127.0.0.1:" + port, freeAdmin(), "--offline"),
          "✗ 127.0.0.1:" + port + " for peers",
          "Address already in use",
          "→ end the program that listens there (`ss -ltnp 'sport = :" + port + "'` names it)");
    }
  }

  @Test
  void namesTheLineOfABrokenManifest() {
    config.put("web.yaml", Manifests.imported("web", 8080, Link.EAST).replace("port:", "prot:"));
    assertFinds(
        offline(west()),
        "✗ " + config.folder().resolve("web.yaml") + ":5",
        "spec.prot: is not a known field",
        "→ did you mean port?");
  }

  @Test
  void namesALimitOfDescriptorsThatIsTooLow() {
    Program.Result result =
        Cli.runWithDescriptors(
            512,
            folder,
            arguments(west(), config.folder(), "127.0.0.1:0", freeAdmin(), "--offline"));
    assertFinds(
        result, "✗ the limit here  512, too few", "→ allow 65536: LimitNOFILE=65536 in the unit");
  }

  @Test
  void saysThatNoGatewayRuns() {
    String admin = freeAdmin();
    assertFinds(
        check(west(), config.folder(), "127.0.0.1:0", admin),
        "✗ admin at " + admin,
        "connection refused: no gateway runs there",
        "→ start it with `clusterlink gateway`");
  }

  @Test
  void saysThatAGatewayIsStopped() {
    try (GatewayProcess stopped = GatewayProcess.start(LINK.options("north", config))) {
      String admin = Loopback.text(stopped.admin());
      var address = stopped.address();
      ConfigDirectory peers = ConfigDirectory.create(folder.resolve("peers"));
      peers.put("north.yaml", Manifests.peer("north", address));
      signal(stopped, "STOP");
      assertFinds(
          check(LINK.fabric().peer("north"), config.folder(), Loopback.text(address), admin),
          "✗ admin at " + admin,
          "takes connections but does not answer",
          "→ the gateway is stopped or overloaded");
      assertFinds(
          check(west(), peers.folder(), "127.0.0.1:0", freeAdmin(), "--offline"),
          "✗ north at " + Loopback.text(address),
          "TLS: the TLS handshake took too long",
          "→ something takes connections there and does not answer");
      signal(stopped, "CONT");
    }
  }

  @Test
  void saysTheSameToPrograms() {
    Program.Result result =
        check(west(), config.folder(), "127.0.0.1:0", freeAdmin(), "--offline", "-o", "json");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(WELL);
    assertThat(result.output())
        .startsWith("{\"findings\":[")
        .contains("{\"group\":\"peers\",\"level\":\"ok\",\"subject\":\"east at ")
        .endsWith("\"failures\":0}\n");
  }

  private static void assertFinds(Program.Result result, String... texts) {
    assertThat(result.exitCode()).as(result.output()).isEqualTo(FAILED);
    assertThat(result.output()).contains(texts);
  }

  private Program.Result offline(Path certs) {
    return check(certs, config.folder(), "127.0.0.1:0", freeAdmin(), "--offline");
  }

  private Program.Result check(GatewayProcess gateway, String peer, Path manifests) {
    return check(
        LINK.fabric().peer(peer),
        manifests,
        Loopback.text(gateway.address()),
        Loopback.text(gateway.admin()),
        "--import-address",
        service.getAddress().getHostAddress());
  }

  private Program.Result check(
      Path certs, Path manifests, String listen, String admin, String... more) {
    return Cli.run(folder, arguments(certs, manifests, listen, admin, more));
  }

  private static String[] arguments(
      Path certs, Path manifests, String listen, String admin, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "check",
                "--certs",
                certs.toString(),
                "--config",
                manifests.toString(),
                "--listen",
                listen,
                "--admin",
                "http://" + admin));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  private static String freeAdmin() {
    return "127.0.0.1:" + Loopback.freePort(Loopback.standard());
  }

  private static Path west() {
    return LINK.fabric().peer(Link.WEST);
  }

  private static TestAuthority authority() {
    Identity fabric = Identity.load(LINK.fabric().folder());
    return new TestAuthority(fabric.leaf(), fabric.key());
  }

  private static X509Certificate fabricCertificate() {
    return Identity.load(LINK.fabric().folder()).leaf();
  }

  private Path written(TestPeerRequest request, X509Certificate... authorities) {
    return request.issue().writeTo(folder.resolve("certs"), authorities);
  }

  private Path copyOf(String peer) {
    try {
      Path copy = Files.createDirectories(folder.resolve("certs"));
      try (var files = Files.list(LINK.fabric().peer(peer))) {
        for (Path file : files.toList()) {
          Files.copy(
              file,
              copy.resolve(file.getFileName()),
              StandardCopyOption.COPY_ATTRIBUTES,
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(GatewayProcess gateway, String signal) {
    Program.Result result =
        Program.run(
            Path.of("."),
            List.of("/bin/sh", "-c", "kill -" + signal + " " + gateway.handle().pid()));
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
