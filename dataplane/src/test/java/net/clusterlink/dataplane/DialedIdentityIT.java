package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import net.clusterlink.api.HostPort;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a gateway takes for the peer it dialed; its client is reset when nobody is. */
@Timeout(60)
class DialedIdentityIT {
  private final GatewayUnderTest gateway = open(Timeouts.DEFAULT);

  private static GatewayUnderTest open(Timeouts timeouts) {
    try {
      return new GatewayUnderTest(timeouts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  /** A certificate that peer east must not have, and how that is told. */
  enum BadCertificate {
    OF_ANOTHER_FABRIC(
        _ -> TestAuthority.create("other").peer("east").issue(),
        TunnelRefusal.CERTIFICATE_UNTRUSTED,
        "issued by \"CN=other\""),
    SELF_SIGNED(
        fabric -> fabric.peer("east").selfSigned(),
        TunnelRefusal.CERTIFICATE_UNTRUSTED,
        "signed by itself"),
    EXPIRED(
        fabric -> fabric.peer("east").expired().issue(),
        TunnelRefusal.CERTIFICATE_NOT_CURRENT,
        "expired"),
    FOR_CLIENTS_ALONE(
        fabric -> fabric.peer("east").usages(KeyPurposeId.id_kp_clientAuth).issue(),
        TunnelRefusal.CERTIFICATE_USAGE,
        "serverAuth"),
    OF_ANOTHER_PEER(
        fabric -> fabric.peer("north").issue(),
        TunnelRefusal.CERTIFICATE_NAME,
        "reached peer \"north\" where \"east\" was expected"),
    OF_ANOTHER_PEER_BY_ITS_COMMON_NAME(
        fabric -> fabric.peer("north").commonName("east").issue(),
        TunnelRefusal.CERTIFICATE_NAME,
        "reached peer \"north\" where \"east\" was expected");

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<TestAuthority, TestPeer> made;

    private final TunnelRefusal reason;
    private final String detail;

    BadCertificate(Function<TestAuthority, TestPeer> made, TunnelRefusal reason, String detail) {
      this.made = made;
      this.reason = reason;
      this.detail = detail;
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesABadCertificate(BadCertificate bad) throws IOException {
    assertRefuses(FarTls.presenting(bad.made.apply(gateway.authority)), bad.reason, bad.detail);
  }

  @Test
  void refusesOneThatSpeaksNoProtocolByAlpn() throws IOException {
    assertRefuses(
        new FarTls(Optional.of(east()), "TLSv1.3"),
        TunnelRefusal.WRONG_PROTOCOL,
        "the far side does not speak clusterlink/2 (TLS ALPN)");
  }

  @Test
  void refusesOneThatSpeaksAnotherProtocolByAlpn() throws IOException {
    assertRefuses(
        new FarTls(Optional.of(east()), "TLSv1.3", "h2"),
        TunnelRefusal.WRONG_PROTOCOL,
        "the far side does not speak clusterlink/2 (TLS ALPN)");
  }

  @Test
  void refusesOlderTls() throws IOException {
    assertRefuses(
        new FarTls(Optional.of(east()), "TLSv1.2", TunnelTls.PROTOCOL),
        TunnelRefusal.WRONG_PROTOCOL,
        "the far side does not offer TLS 1.3");
  }

  @Test
  void refusesWhatIsNotTls() throws IOException {
    try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      gateway.put("east", new HostPort("127.0.0.1", plain.getLocalPort()));
      gateway.importFrom("east");
      try (Socket client = gateway.connect();
          Socket far = plain.accept()) {
        far.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        GatewayUnderTest.assertReset(client);
        assertThat(gateway.refused())
            .isEqualTo(
                "tls: 127.0.0.1:%d: the far side does not speak TLS"
                    .formatted(plain.getLocalPort()));
      }
    }
  }

  @Test
  void givesUpOneThatSaysNothing() throws IOException {
    try (var hasty = open(GatewayUnderTest.SHORT);
        var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      hasty.put("east", new HostPort("127.0.0.1", silent.getLocalPort()));
      hasty.importFrom("east");
      try (Socket client = hasty.connect()) {
        GatewayUnderTest.assertReset(client);
        assertThat(hasty.refused())
            .isEqualTo(
                "timeout: 127.0.0.1:%d: the TLS handshake took too long"
                    .formatted(silent.getLocalPort()));
      }
    }
  }

  @Test
  void noticesThatTheFarSideRefusesItsCertificate() throws IOException {
    assertRefuses(
        FarTls.presenting(east()).trustingNobody(),
        TunnelRefusal.REFUSED_BY_PEER,
        "the far side refused this gateway's certificate: not acceptable");
  }

  @Test
  void reportsAGatewayThatDoesNotListen() throws IOException {
    FarGateway east = gateway.peer("east");
    east.close();
    gateway.importFrom("east");
    try (Socket client = gateway.connect()) {
      GatewayUnderTest.assertReset(client);
    }
    assertThat(gateway.refused())
        .isEqualTo("unreachable: " + east.address() + ": Connection refused");
    assertThat(gateway.end().reason()).isEqualTo(EndReason.UNREACHABLE);
    assertThat(gateway.end().detail())
        .startsWith("east: peer east unreachable: " + east.address() + ": ");
  }

  private void assertRefuses(FarTls tls, TunnelRefusal reason, String detail) throws IOException {
    try (FarGateway east = gateway.peer("east", tls)) {
      gateway.importFrom("east");
      try (Socket client = gateway.connect();
          SSLSocket far = east.acceptConnection()) {
        Thread.startVirtualThread(() -> handshake(far));
        GatewayUnderTest.assertReset(client);
      }
      assertThat(gateway.refused())
          .startsWith(reason + ": " + east.address() + ": ")
          .contains(detail);
      assertThat(gateway.events.established).isEmpty();
      assertThat(gateway.end().reason()).isEqualTo(EndReason.UNREACHABLE);
      assertThat(gateway.end().detail()).contains(detail);
    }
  }

  private static void handshake(SSLSocket far) {
    try {
      far.startHandshake();
      // The JDK tells by an alert what it thinks of the client's certificate only when it reads.
      far.getInputStream().read();
    } catch (IOException _) {
      // Refused, as it should be.
    }
  }

  private TestPeer east() {
    return gateway.authority.peer("east").issue();
  }
}
