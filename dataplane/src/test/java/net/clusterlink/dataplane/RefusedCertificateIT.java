package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.fabric.testing.TestRevocationList;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is refused hears why, by the alert that TLS has for it, whichever side it is on. */
@Timeout(60)
class RefusedCertificateIT {
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

  /** What is wrong with a certificate, and the alert that tells. */
  enum Bad {
    EXPIRED(fabric -> fabric.peer("east").expired().issue(), "certificate_expired"),
    NOT_YET_VALID(fabric -> fabric.peer("east").notYetValid().issue(), "certificate_expired"),
    OF_ANOTHER_FABRIC(_ -> TestAuthority.create("other").peer("east").issue(), "unknown_ca"),
    SELF_SIGNED(fabric -> fabric.peer("east").selfSigned(), "unknown_ca"),
    FOR_SIGNING_CODE(
        fabric -> fabric.peer("east").usages(KeyPurposeId.id_kp_codeSigning).issue(),
        "unsupported_certificate"),
    WITH_TWO_NAMES(
        fabric -> fabric.peer("east").dnsNames("east", "north").issue(), "bad_certificate");

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<TestAuthority, TestPeer> made;

    private final String alert;

    Bad(Function<TestAuthority, TestPeer> made, String alert) {
      this.made = made;
      this.alert = alert;
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhoDialed(Bad bad) throws IOException {
    FarTls tls = FarTls.presenting(bad.made.apply(gateway.authority));
    try (SSLSocket east = tls.dial(gateway.dataplane.listenAddress())) {
      assertThat(heard(east)).contains(bad.alert);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhoWasDialed(Bad bad) throws IOException {
    FarTls tls = FarTls.presenting(bad.made.apply(gateway.authority));
    try (FarGateway east = gateway.peer("east", tls)) {
      gateway.importFrom("east");
      try (var _ = gateway.connect();
          SSLSocket accepted = east.acceptConnection()) {
        assertThat(heard(accepted)).contains(bad.alert);
      }
    }
  }

  @Test
  void tellsWhoWasRevoked() throws IOException {
    TestPeer west = gateway.authority.peer("west").issue();
    TestPeer east = gateway.authority.peer("east").issue();
    gateway.dataplane.accept(
        new PeerCredentials(
            "west",
            west.chain(),
            west.key(),
            Set.of(gateway.authority.certificate()),
            List.of(TestRevocationList.of(gateway.authority, east.certificate()).sign())));
    try (SSLSocket dialed = FarTls.presenting(east).dial(gateway.dataplane.listenAddress())) {
      assertThat(heard(dialed)).contains("certificate_revoked");
    }
  }

  /** What the far side's TLS makes of the handshake's end. */
  private static String heard(SSLSocket socket) {
    return String.valueOf(
        catchThrowableOfType(
                SSLException.class,
                () -> {
                  socket.startHandshake();
                  // With TLS 1.3, whoever dials hears of it only by reading.
                  socket.getInputStream().readAllBytes();
                })
            .getMessage());
  }
}
