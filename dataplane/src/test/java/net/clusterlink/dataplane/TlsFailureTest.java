package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import net.clusterlink.fabric.PeerRefusedException;
import net.clusterlink.fabric.PeerVerifier;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.fabric.testing.TestRevocationList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFailureTest {
  private static final String NO_TLS_13 = "the far side does not offer TLS 1.3";
  private static final String NO_ALPN = "the far side does not speak clusterlink/2 (TLS ALPN)";

  @Test
  void findsTheRefusedCertificateWithinWhateverWrapsIt() {
    TestAuthority fabric = TestAuthority.create("fabric");
    var verifier = new PeerVerifier(Set.of(fabric.certificate()), Clock.systemUTC());
    PeerRefusedException refused =
        catchThrowableOfType(
            PeerRefusedException.class,
            () ->
                verifier.verify(
                    fabric.peer("west").expired().issue().chain(), PeerVerifier.Role.CLIENT));
    var handshake = new SSLHandshakeException("General OpenSslEngine problem");
    handshake.initCause(refused);
    assertThat(TlsFailure.of(new DecoderException(handshake)))
        .isEqualTo(
            new TlsFailure(
                TunnelRefusal.CERTIFICATE_NOT_CURRENT, String.valueOf(refused.getMessage())));
  }

  @Test
  void countsAMissingCertificateAsThatByTheVerifierToo() {
    TestAuthority fabric = TestAuthority.create("fabric");
    var verifier = new PeerVerifier(Set.of(fabric.certificate()), Clock.systemUTC());
    PeerRefusedException refused =
        catchThrowableOfType(
            PeerRefusedException.class, () -> verifier.verify(List.of(), PeerVerifier.Role.CLIENT));
    assertThat(TlsFailure.of(refused).reason()).isEqualTo(TunnelRefusal.NO_CERTIFICATE);
  }

  @Test
  void tellsARevokedCertificateFromAnUntrustedOne() {
    TestAuthority fabric = TestAuthority.create("fabric");
    TestPeer west = fabric.peer("west").issue();
    var verifier =
        new PeerVerifier(
            Set.of(fabric.certificate()),
            List.of(TestRevocationList.of(fabric, west.certificate()).sign()),
            Clock.systemUTC());
    PeerRefusedException refused =
        catchThrowableOfType(
            PeerRefusedException.class,
            () -> verifier.verify(west.chain(), PeerVerifier.Role.CLIENT));
    assertThat(TlsFailure.of(refused).reason()).isEqualTo(TunnelRefusal.CERTIFICATE_REVOKED);
  }

  @Test
  void tellsSilenceGarbageAndAnEarlyEndApart() {
    assertThat(TlsFailure.of(new SslHandshakeTimeoutException("after 10000ms")))
        .isEqualTo(new TlsFailure(TunnelRefusal.TIMEOUT, "the TLS handshake took too long"));
    assertThat(TlsFailure.of(new DecoderException(new NotSslRecordException("not an SSL/TLS"))))
        .isEqualTo(new TlsFailure(TunnelRefusal.TLS, "the far side does not speak TLS"));
    assertThat(TlsFailure.of(new ClosedChannelException()))
        .isEqualTo(
            new TlsFailure(
                TunnelRefusal.REFUSED_BY_PEER, "the far side closed during the TLS handshake"));
  }

  @ParameterizedTest
  @CsvSource({
    "error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE,"
        + " NO_CERTIFICATE, the far side presented no certificate",
    "Empty client certificate chain, NO_CERTIFICATE, the far side presented no certificate",
    "error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL, WRONG_PROTOCOL, "
        + NO_TLS_13,
    "error:1000042e:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION, WRONG_PROTOCOL, "
        + NO_TLS_13,
    "Received fatal alert: protocol_version, WRONG_PROTOCOL, " + NO_TLS_13,
    "No appropriate protocol (protocol is disabled), WRONG_PROTOCOL, " + NO_TLS_13,
    "error:1000043e:SSL routines:OPENSSL_internal:TLSV1_ALERT_NO_APPLICATION_PROTOCOL,"
        + " WRONG_PROTOCOL, "
        + NO_ALPN,
    "(no_application_protocol) No application protocol, WRONG_PROTOCOL, " + NO_ALPN,
    "anything else, TLS, anything else"
  })
  void readsTheTextsOfTheTlsLibraries(String text, TunnelRefusal reason, String detail) {
    assertThat(TlsFailure.of(new SSLException(text))).isEqualTo(new TlsFailure(reason, detail));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TLSV1_ALERT_UNKNOWN_CA"
            + "| the far side refused this gateway's certificate: it does not know the authority"
            + " that issued it (TLS alert unknown_ca); its log has the reason",
        "SSLV3_ALERT_CERTIFICATE_EXPIRED"
            + "| the far side refused this gateway's certificate: expired, or not valid yet by its"
            + " clock (TLS alert certificate_expired); its log has the reason",
        "SSLV3_ALERT_CERTIFICATE_REVOKED"
            + "| the far side refused this gateway's certificate: revoked"
            + " (TLS alert certificate_revoked); its log has the reason",
        "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"
            + "| the far side refused this gateway's certificate: not for this use"
            + " (TLS alert unsupported_certificate); its log has the reason",
        "TLSV1_CERTIFICATE_REQUIRED"
            + "| the far side wants a certificate, and was shown none"
            + " (TLS alert certificate_required); its log has the reason",
        "TLSV1_ALERT_INTERNAL_ERROR"
            + "| the far side refused this gateway (TLS alert internal_error);"
            + " its log has the reason"
      })
  void putsTheAlertsOfTheFarSideIntoWords(String alert, String words) {
    assertThat(TlsFailure.of(new SSLException("error:1:SSL routines:OPENSSL_internal:" + alert)))
        .isEqualTo(new TlsFailure(TunnelRefusal.REFUSED_BY_PEER, words));
  }

  @Test
  void knowsTheAlertsOfTheJdkToo() {
    assertThat(TlsFailure.of(new SSLException("Received fatal alert: bad_certificate")))
        .isEqualTo(
            new TlsFailure(
                TunnelRefusal.REFUSED_BY_PEER,
                "the far side refused this gateway's certificate: not acceptable"
                    + " (TLS alert bad_certificate); its log has the reason"));
  }

  @Test
  void tellsAConnectionThatBreaksFromARefusal() {
    assertThat(TlsFailure.of(new IOException("Connection reset by peer")))
        .isEqualTo(
            new TlsFailure(
                TunnelRefusal.TLS,
                "the connection broke before the tunnel was up: Connection reset by peer"));
    assertThat(TlsFailure.of(new IllegalStateException()))
        .isEqualTo(new TlsFailure(TunnelRefusal.TLS, "IllegalStateException"));
  }
}
