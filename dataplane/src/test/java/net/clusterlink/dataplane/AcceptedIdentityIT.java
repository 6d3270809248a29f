package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.fabric.testing.TestPeerRequest;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a gateway lets in, and what it says of the others. */
@Timeout(60)
class AcceptedIdentityIT {
  private final GatewayUnderTest gateway = open();

  private static GatewayUnderTest open() {
    try {
      return new GatewayUnderTest(Timeouts.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  /** A certificate that makes nobody a peer, and how that is told. */
  enum BadCertificate {
    OF_ANOTHER_FABRIC(
        _ -> TestAuthority.create("other").peer("east").issue(),
        TunnelRefusal.CERTIFICATE_UNTRUSTED,
        "issued by \"CN=other\""),
    SELF_SIGNED(
        fabric -> fabric.peer("east").selfSigned(),
        TunnelRefusal.CERTIFICATE_UNTRUSTED,
        "signed by itself"),
    OF_THE_AUTHORITY_ITSELF(
        fabric -> new TestPeer(List.of(fabric.certificate()), fabric.key()),
        TunnelRefusal.CERTIFICATE_UNTRUSTED,
        "authority"),
    FOLLOWED_BY_A_STRANGER(
        fabric ->
            fabric.peer("east").issue().followedBy(fabric.peer("north").issue().certificate()),
        TunnelRefusal.CERTIFICATE_UNTRUSTED,
        "north"),
    EXPIRED(
        fabric -> fabric.peer("east").expired().issue(),
        TunnelRefusal.CERTIFICATE_NOT_CURRENT,
        "expired"),
    NOT_YET_VALID(
        fabric -> fabric.peer("east").notYetValid().issue(),
        TunnelRefusal.CERTIFICATE_NOT_CURRENT,
        "valid from"),
    FOR_SERVERS_ALONE(
        of(peer -> peer.usages(KeyPurposeId.id_kp_serverAuth)),
        TunnelRefusal.CERTIFICATE_USAGE,
        "clientAuth"),
    WITHOUT_A_NAME(
        of(peer -> peer.names().commonName("east")), TunnelRefusal.CERTIFICATE_NAME, "name"),
    WITH_SEVERAL_NAMES(
        of(peer -> peer.dnsNames("east", "north")), TunnelRefusal.CERTIFICATE_NAME, "name"),
    WITH_A_WILDCARD(of(peer -> peer.dnsNames("*.east")), TunnelRefusal.CERTIFICATE_NAME, "name"),
    WITH_AN_ADDRESS(
        of(peer -> peer.names(new GeneralName(GeneralName.iPAddress, "192.0.2.1"))),
        TunnelRefusal.CERTIFICATE_NAME,
        "name");

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<TestAuthority, TestPeer> made;

    private final TunnelRefusal reason;
    private final String detail;

    BadCertificate(Function<TestAuthority, TestPeer> made, TunnelRefusal reason, String detail) {
      this.made = made;
      this.reason = reason;
      this.detail = detail;
    }

    private static Function<TestAuthority, TestPeer> of(
        Function<TestPeerRequest, TestPeerRequest> spoilt) {
      return fabric -> spoilt.apply(fabric.peer("east")).issue();
    }
  }

  @Test
  void letsInAPeerOfTheFabricByTheNameInItsCertificate() throws IOException {
    TestPeer east = gateway.authority.peer("east").commonName("anything").issue();
    try (FarTunnel far =
        FarTunnel.dial(FarTls.presenting(east), gateway.dataplane.listenAddress())) {
      assertThat(far.waiting()).isEmpty();
      // Each side says its hello without waiting for the other's.
      await()
          .untilAsserted(() ->
              assertThat(gateway.events.established)
                  .extracting(TunnelInfo::peer, TunnelInfo::dialed)
                  .containsExactly(tuple("east", false)));
    }
    assertThat(gateway.events.refused).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void refusesABadCertificate(BadCertificate bad) throws IOException {
    TestPeer presented = bad.made.apply(gateway.authority);
    isRefused(FarTls.presenting(presented));
    assertThat(gateway.refused()).startsWith(bad.reason + ": ").contains(bad.detail);
  }

  @Test
  void refusesOneWithoutACertificate() throws IOException {
    isRefused(new FarTls(Optional.empty(), "TLSv1.3", TunnelTls.PROTOCOL));
    assertThat(gateway.refused())
        .isEqualTo("no-certificate: the far side presented no certificate");
  }

  @Test
  void refusesOlderTls() throws IOException {
    isRefused(new FarTls(Optional.of(east()), "TLSv1.2", TunnelTls.PROTOCOL));
    assertThat(gateway.refused()).isEqualTo("wrong-protocol: the far side does not offer TLS 1.3");
  }

  @Test
  void refusesOneThatSpeaksNoProtocolByAlpn() throws IOException {
    isRefused(new FarTls(Optional.of(east()), "TLSv1.3"));
    assertThat(gateway.refused())
        .isEqualTo("wrong-protocol: the far side does not speak clusterlink/2 (TLS ALPN)");
  }

  @Test
  void refusesOneThatSpeaksAnotherProtocolByAlpn() throws IOException {
    isRefused(new FarTls(Optional.of(east()), "TLSv1.3", "h2", "http/1.1"));
    assertThat(gateway.refused())
        .isEqualTo("wrong-protocol: the far side does not speak clusterlink/2 (TLS ALPN)");
  }

  @Test
  void refusesWhatIsNotTls() throws IOException {
    try (Socket plain = connect(gateway)) {
      plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: west\r\n\r\n".getBytes(US_ASCII));
      assertThat(gateway.refused()).isEqualTo("tls: the far side does not speak TLS");
    }
  }

  @Test
  void givesUpOneThatSaysNothing() throws IOException {
    try (var hasty = new GatewayUnderTest(GatewayUnderTest.SHORT);
        Socket silent = connect(hasty)) {
      assertThat(hasty.refused()).isEqualTo("timeout: the TLS handshake took too long");
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void givesUpOneThatSaysNoHello() throws IOException {
    try (var hasty = new GatewayUnderTest(GatewayUnderTest.SHORT);
        var far =
            new FarTunnel(
                FarTls.presenting(hasty.authority.peer("east").issue())
                    .dial(hasty.dataplane.listenAddress()))) {
      assertThat(hasty.refused()).isEqualTo("timeout: no hello within 2 s");
      assertThat(far.rest()).containsExactly("hello {region=west}");
    }
  }

  @Test
  void noticesOneThatClosesDuringTls() throws IOException {
    connect(gateway).close();
    assertThat(gateway.refused())
        .isEqualTo("refused-by-peer: the far side closed during the TLS handshake");
  }

  @Test
  void noticesOneThatClosesBeforeItsHello() throws IOException {
    new FarTunnel(good().dial(gateway.dataplane.listenAddress())).close();
    assertThat(gateway.refused())
        .isEqualTo("refused-by-peer: the far side closed before its hello");
  }

  @Test
  void refusesOneThatBeginsWithAnythingButAHello() throws IOException {
    try (var far = new FarTunnel(good().dial(gateway.dataplane.listenAddress()))) {
      far.send(FarFrames.open(1));
      assertThat(gateway.refused())
          .isEqualTo("wrong-protocol: the far side broke the protocol: OPEN frame before hello");
      assertThat(far.rest()).containsExactly("hello {region=west}");
    }
  }

  @Test
  void holdsNoMoreConnectionsThanItMay() throws IOException {
    try (var small = new GatewayUnderTest(Timeouts.DEFAULT, new Limits(10, 10, 1, 1));
        FarTunnel first =
            FarTunnel.dial(
                FarTls.presenting(small.authority.peer("east").issue()),
                small.dataplane.listenAddress());
        Socket second = connect(small)) {
      GatewayUnderTest.assertReset(second);
      assertThat(small.refused())
          .isEqualTo("overloaded: peers hold as many connections as they may: 1");
      assertThat(first.waiting()).isEmpty();
    }
  }

  private FarTls good() {
    return FarTls.presenting(east());
  }

  private TestPeer east() {
    return gateway.authority.peer("east").issue();
  }

  private static Socket connect(GatewayUnderTest gateway) throws IOException {
    var address = gateway.dataplane.listenAddress();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** The far side may think that the handshake is done, but not for long. */
  private void isRefused(FarTls tls) throws IOException {
    try (SSLSocket socket = tls.dial(gateway.dataplane.listenAddress())) {
      int read;
      try {
        socket.startHandshake();
        read = socket.getInputStream().read();
      } catch (SSLException | SocketException _) {
        read = -1;
      }
      assertThat(read).isEqualTo(-1);
    }
    assertThat(gateway.events.established).isEmpty();
  }
}
