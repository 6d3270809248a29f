package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import net.clusterlink.fabric.PeerRefusedException.Reason;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PeerTrustManagerTest {
  private static final TestAuthority FABRIC = TestAuthority.create("fabric");
  private static final TestPeer EAST = FABRIC.peer("east").issue();
  private static final TestPeer WEST = FABRIC.peer("west").issue();
  private static final TestPeer STRANGER = TestAuthority.create("other").peer("east").issue();

  private final PeerVerifier verifier =
      new PeerVerifier(Set.of(FABRIC.certificate()), Clock.systemUTC());

  @Test
  void acceptingSideLetsAnyPeerOfTheFabricIn() {
    X509ExtendedTrustManager accepting = verifier.trustManager();

    clientChecks(accepting, EAST)
        .forEach(check -> assertThatCode(check).doesNotThrowAnyException());
    clientChecks(accepting, WEST)
        .forEach(check -> assertThatCode(check).doesNotThrowAnyException());
    clientChecks(accepting, STRANGER).forEach(check -> assertRefused(check, Reason.UNTRUSTED));
  }

  @Test
  void dialingSideLetsTheExpectedPeerPassAlone() {
    X509ExtendedTrustManager dialing = verifier.trustManager("east");

    serverChecks(dialing, EAST).forEach(check -> assertThatCode(check).doesNotThrowAnyException());
    serverChecks(dialing, WEST).forEach(check -> assertRefused(check, Reason.WRONG_NAME));
    serverChecks(dialing, STRANGER).forEach(check -> assertRefused(check, Reason.UNTRUSTED));
  }

  @Test
  void refusesTheRoleItWasNotMadeFor() {
    Stream.concat(
            serverChecks(verifier.trustManager(), EAST),
            clientChecks(verifier.trustManager("east"), EAST))
        .forEach(check ->
            assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(check)
                .withMessageMatching(
                    "this trust manager verifies a far side in the role (CLIENT|SERVER), not"
                        + " (SERVER|CLIENT); use the other one of PeerVerifier"));
  }

  @Test
  void namesTheAuthoritiesItTrusts() {
    assertThat(verifier.trustManager().getAcceptedIssuers()).containsExactly(FABRIC.certificate());
    assertThat(verifier.trustManager("east").getAcceptedIssuers())
        .containsExactly(FABRIC.certificate());
  }

  @Test
  void peersOfOneFabricShakeHands() throws Exception {
    SSLEngine server = handshake(WEST, verifier.trustManager("east"), EAST);

    assertThat(server.getSession().getPeerCertificates()[0]).isEqualTo(WEST.certificate());
  }

  @Test
  void handshakeFailsWithTheReason() {
    TestPeer impostor = TestAuthority.create("fabric").peer("east").issue();

    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() -> handshake(impostor, verifier.trustManager("east"), EAST))
        .withCauseInstanceOf(PeerRefusedException.class)
        .withMessageContaining("no valid chain of signatures leads to that authority's key");
    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() -> handshake(EAST, verifier.trustManager("east"), WEST))
        .withCauseInstanceOf(PeerRefusedException.class)
        .withMessageContaining("reached peer \"west\" where \"east\" was expected");
  }

  private static Stream<ThrowingCallable> clientChecks(
      X509ExtendedTrustManager manager, TestPeer peer) {
    X509Certificate[] chain = peer.chain().toArray(X509Certificate[]::new);
    return Stream.of(
        () -> manager.checkClientTrusted(chain, "UNKNOWN"),
        () -> manager.checkClientTrusted(chain, "UNKNOWN", plainEngine()),
        () -> manager.checkClientTrusted(chain, "UNKNOWN", plainSocket()));
  }

  private static Stream<ThrowingCallable> serverChecks(
      X509ExtendedTrustManager manager, TestPeer peer) {
    X509Certificate[] chain = peer.chain().toArray(X509Certificate[]::new);
    return Stream.of(
        () -> manager.checkServerTrusted(chain, "UNKNOWN"),
        () -> manager.checkServerTrusted(chain, "UNKNOWN", plainEngine()),
        () -> manager.checkServerTrusted(chain, "UNKNOWN", plainSocket()));
  }

  private static SSLEngine plainEngine() throws Exception {
    return SSLContext.getDefault().createSSLEngine();
  }

  private static SSLSocket plainSocket() throws Exception {
    return (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket();
  }

  private static void assertRefused(ThrowingCallable check, Reason reason) {
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(check)
        .returns(reason, PeerRefusedException::reason);
  }

  /** Shakes hands in memory; gives the accepting side's engine. */
  private SSLEngine handshake(
      TestPeer dialing, X509ExtendedTrustManager dialingTrust, TestPeer accepting)
      throws Exception {
    SSLEngine client = engine(dialing, dialingTrust, true);
    SSLEngine server = engine(accepting, verifier.trustManager(), false);
    server.setNeedClientAuth(true);
    ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    while (!isDone(client) || !isDone(server)) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
    return server;
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        && !engine.getSession().getProtocol().equals("NONE");
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer application = ByteBuffer.allocate(1 << 16);
    engine.wrap(ByteBuffer.allocate(0), out);
    runTasks(engine);
    in.flip();
    engine.unwrap(in, application);
    in.compact();
    runTasks(engine);
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private static SSLEngine engine(TestPeer peer, X509ExtendedTrustManager trust, boolean dials)
      throws Exception {
    char[] password = "password".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("peer", peer.key(), password, peer.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(managers.getKeyManagers(), new TrustManager[] {trust}, null);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(dials);
    return engine;
  }
}
