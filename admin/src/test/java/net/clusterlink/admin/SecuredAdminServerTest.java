package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import net.clusterlink.admin.read.ReadApi;
import net.clusterlink.admin.read.Reply;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.PeerVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An admin server that others than this machine can reach, or that wants a token on it. */
@Timeout(30)
class SecuredAdminServerTest {
  private static final String SECRET = "a-secret-of-forty-characters-is-enough-.";
  private static final String GIVEN = "Authorization: Bearer " + SECRET + "\r\n";

  @TempDir Path folder;
  private final AtomicReference<PeerCredentials> credentials = new AtomicReference<>();
  private AdminServer server;

  @BeforeEach
  void start() throws IOException {
    credentials.set(issue("first"));
    server = open("0.0.0.0");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void answersWhoGivesTheToken() throws Exception {
    assertThat(get("/metrics", "Host: east\r\n" + GIVEN)).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(get("/api/v1/greeting", "Host: east\r\n" + GIVEN)).endsWith("[\"hello\"]\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Authorization: Bearer a-secret-of-forty-characters-is-enough-,\r\n",
        "Authorization: Basic " + SECRET + "\r\n",
        "Authorization: Bearer\r\n",
        GIVEN + GIVEN
      })
  void refusesWhoDoesNot(String authorization) throws Exception {
    for (String path : List.of("/metrics", "/api/v1/greeting", "/api/v1/", "/nothing", "/")) {
      assertThat(get(path, "Host: east\r\n" + authorization))
          .startsWith("HTTP/1.1 401 Unauthorized\r\n")
          .containsIgnoringCase("\r\nWWW-Authenticate: Bearer\r\n")
          .doesNotContain(SECRET);
    }
  }

  @Test
  void tellsHealthToEverybody() throws Exception {
    assertThat(get("/healthz", "Host: east\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(get("/readyz", "Host: east\r\n")).startsWith("HTTP/1.1 503 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "east.evil.example", "localhost.evil.example"})
  void refusesWhoCameByAnotherNameThoughTheTokenIsRight(String host) throws Exception {
    assertThat(get("/metrics", "Host: " + host + "\r\n" + GIVEN))
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .endsWith("this server answers for addresses, localhost and east only\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3:9443", "[2001:db8::1]", "localhost:1", "EAST:9443"})
  void answersForAddressesAndItsPeersName(String host) throws Exception {
    assertThat(get("/metrics", "Host: " + host + "\r\n" + GIVEN)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void changesNothingForAnybody(String method) throws Exception {
    assertThat(exchange(method + " /api/v1/peers HTTP/1.1\r\nHost: east\r\n" + GIVEN))
        .startsWith("HTTP/1.1 405 ");
  }

  @Test
  void presentsARenewedCertificateToWhoComesNext() throws Exception {
    X509Certificate before = presented();
    assertThat(before).isEqualTo(credentials.get().certificate());
    credentials.set(issue("second"));
    assertThat(presented()).isEqualTo(credentials.get().certificate()).isNotEqualTo(before);
  }

  @Test
  void takesNoOlderTls() {
    assertThatThrownBy(
            () -> {
              try (SSLSocket socket = connect()) {
                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                socket.startHandshake();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void answersOthersWhileSomebodyIsSlow() throws Exception {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      silent.getOutputStream().write(0x16);
      silent.getOutputStream().flush();
      assertThat(get("/healthz", "Host: east\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void wantsTheTokenOnLoopbackAsWell() throws Exception {
    try (AdminServer local = open("127.0.0.1")) {
      assertThat(plain(local, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n"))
          .startsWith("HTTP/1.1 401 Unauthorized\r\n");
      assertThat(plain(local, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + GIVEN))
          .startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(plain(local, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n");
    }
  }

  private AdminServer open(String address) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    AdminServer opened =
        new AdminServer(
            new AdminAccess(
                new InetSocketAddress(InetAddress.ofLiteral(address), 0),
                Optional.of(AccessToken.read(token)),
                credentials::get),
            new Readiness(new CurrentSnapshot(InstantSource.system())),
            () -> "clusterlink_sessions_live 3\n");
    opened.start(ReadApi.empty().with("greeting", _ -> new Reply.Found(List.of("hello"))));
    return opened;
  }

  private PeerCredentials issue(String fabric) {
    FabricAuthority authority =
        FabricAuthority.create(folder, fabric, KeyType.EC, Clock.systemUTC(), new SecureRandom());
    return PeerCredentials.load(authority.issue("east"), Clock.systemUTC());
  }

  private SSLSocket connect() throws IOException, GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(
        null,
        new TrustManager[] {
          new PeerVerifier(credentials.get().authorities(), Clock.systemUTC()).trustManager("east")
        },
        null);
    return (SSLSocket)
        tls.getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
  }

  private X509Certificate presented() throws IOException, GeneralSecurityException {
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private String get(String path, String headers) throws IOException, GeneralSecurityException {
    return exchange("GET " + path + " HTTP/1.1\r\n" + headers);
  }

  private String exchange(String head) throws IOException, GeneralSecurityException {
    try (SSLSocket socket = connect()) {
      return exchange(socket, head);
    }
  }

  private static String plain(AdminServer local, String head) throws IOException {
    try (Socket socket = new Socket(local.address().getAddress(), local.address().getPort())) {
      return exchange(socket, head);
    }
  }

  private static String exchange(Socket socket, String head) throws IOException {
    socket
        .getOutputStream()
        .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
