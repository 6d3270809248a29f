package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import net.clusterlink.systemtests.stage.Cli;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Program;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An admin server off loopback, to a client that knows TLS and HTTP and nothing of the product. */
@Tag("external")
@Timeout(60)
class RemoteAdminIT {
  @RegisterExtension static final Link LINK = new Link();

  private static final String SECRET = "3f0e5b6c7d8a9b0c1d2e3f4a5b6c7d8e9f0a1b2c";
  private static final String GIVEN = "Authorization: Bearer " + SECRET + "\r\n";
  private static Path token;
  private static Path authorities;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    token = secret("admin.token", SECRET);
    authorities = LINK.fabric().peer(Link.EAST).resolve("ca.pem");
    gateway =
        GatewayProcess.launch(
            LINK.options(Link.EAST, LINK.eastConfig())
                .with("--admin", "0.0.0.0:0", "--admin-token", token.toString()));
    Awaitility.await("announced").until(() -> gateway.announced("admin"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void answersTheRightTokenOverTlsByThePeersCertificate() throws Exception {
    assertThat(ask("/api/v1/peers", "Host: east\r\n" + GIVEN))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("{\"items\":[],\"total\":0}\n");
    assertThat(ask("/metrics", "Host: east\r\n" + GIVEN)).contains("clusterlink_");
  }

  @Test
  void refusesAWrongTokenAndNone() throws Exception {
    for (String wrong : new String[] {"", "Authorization: Bearer " + SECRET + "x\r\n"}) {
      assertThat(ask("/api/v1/peers", "Host: east\r\n" + wrong))
          .startsWith("HTTP/1.1 401 Unauthorized\r\n")
          .containsIgnoringCase("WWW-Authenticate: Bearer\r\n");
      assertThat(ask("/healthz", "Host: east\r\n" + wrong)).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void refusesAnotherHost() throws Exception {
    assertThat(ask("/api/v1/peers", "Host: evil.example\r\n" + GIVEN))
        .startsWith("HTTP/1.1 403 Forbidden\r\n");
  }

  @Test
  void speaksNothingButTls() throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port())) {
      assertThat(answerIfAny(plain, "GET /healthz HTTP/1.1\r\nHost: east\r\n"))
          .doesNotContain("200 OK");
    }
  }

  /** The server may close with a request half read, which resets the connection. */
  private static String answerIfAny(Socket socket, String head) throws IOException {
    try {
      return exchange(socket, head);
    } catch (SocketException e) {
      return "";
    }
  }

  @Test
  void neverLogsTheToken() throws Exception {
    assertThat(ask("/metrics", "Host: east\r\n" + GIVEN)).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(gateway.log().toString()).doesNotContain(SECRET);
  }

  @Test
  void getGivesTheTokenToTheRightPeer() throws IOException {
    assertThat(get("--admin-name", "east", "--token", token.toString()).exitCode()).isZero();
    assertThat(get("--admin-name", "east").output())
        .contains("wants a token; name the file of its --admin-token with --token");
    Path other = secret("other.token", SECRET + "x");
    assertThat(get("--admin-name", "east", "--token", other.toString()).output())
        .contains("has another token");
    assertThat(get("--admin-name", "west", "--token", token.toString()).output())
        .contains("is not the one expected: ", "west");
  }

  @Test
  void wantsATokenThatOnlyItsOwnerKnows() throws IOException {
    Path open = secret("open.token", SECRET);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Program.Result run =
        Cli.run(
            LINK.folder(),
            "gateway",
            "--certs",
            LINK.fabric().peer(Link.EAST).toString(),
            "--config",
            LINK.eastConfig().folder().toString(),
            "--listen=127.0.0.1:0",
            "--admin=0.0.0.0:0",
            "--admin-token=" + open);
    assertThat(run.exitCode()).isOne();
    assertThat(run.output())
        .contains("is open to others than its owner (rw-r--r--); run `chmod 600 " + open + "`");
  }

  private static Program.Result get(String... options) {
    return Cli.run(
        LINK.folder(),
        Stream.concat(
                Stream.of(
                    "get",
                    "peers",
                    "--admin",
                    "https://127.0.0.1:" + port(),
                    "--ca",
                    authorities.toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static Path secret(String name, String text) throws IOException {
    Path file = Files.writeString(LINK.folder().resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static int port() {
    return gateway.admin().getPort();
  }

  /** As any program would: the fabric's authority, and the JDK's own check of the name. */
  private static String ask(String path, String headers)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var in = Files.newInputStream(authorities)) {
      trusted.setCertificateEntry(
          "fabric",
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 5_000);
      SSLSocket socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, Link.EAST, port(), true);
      SSLParameters named = socket.getSSLParameters();
      named.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(named);
      return exchange(socket, "GET " + path + " HTTP/1.1\r\n" + headers);
    }
  }

  private static String exchange(Socket socket, String head) throws IOException {
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
