package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.PeerCredentials;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.KeyValuePair;

class CertificateLogTest {
  private static final Instant ISSUED = Instant.parse("2026-06-01T12:00:00Z");
  private static final String RENEWAL =
      "issue another with `clusterlink create peer-cert --name east --renew` and copy it here";

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = new LoggerContext().getLogger("gateway");
  private Instant now = ISSUED;

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @Test
  void tellsOfCertificatesTakenUp() {
    PeerCredentials credentials = Certificates.east(folder, ISSUED);
    current(credentials).taken(credentials);
    assertThat(texts())
        .containsExactly(
            "INFO certificates taken up peer=east expires=2027-06-01T12:00:00Z"
                + " authority-expires=2036-05-29T12:00:00Z authorities=1 revoked=0");
  }

  @Test
  void tellsWhenNoAuthorityHasIssuedTheOwnCertificate() throws IOException {
    PeerCredentials east = Certificates.east(folder, ISSUED);
    PeerCredentials other =
        Certificates.east(Files.createDirectory(folder.resolve("other")), ISSUED);
    PeerCredentials astray =
        new PeerCredentials(east.peer(), east.chain(), east.key(), other.authorities());
    current(east).taken(astray);
    assertThat(texts())
        .singleElement()
        .asString()
        .startsWith(
            "INFO certificates taken up peer=east expires=2027-06-01T12:00:00Z authorities=1")
        .contains("detail=none of these authorities has issued the certificate in force");
  }

  @Test
  void tellsOfCertificatesRefused() {
    current(Certificates.east(folder, ISSUED)).refused("key.pem does not belong to cert.pem");
    assertThat(texts())
        .containsExactly(
            "WARN changed certificates refused, those before stay in force detail=key.pem does not"
                + " belong to cert.pem");
  }

  @Test
  void isSilentAsLongAsNothingEndsSoon() {
    CurrentCertificates certificates = current(Certificates.east(folder, ISSUED));
    now = ISSUED.plus(Duration.ofDays(335));
    certificates.looked();
    assertThat(texts()).isEmpty();
  }

  @Test
  void remindsOnceADayOfACertificateThatEndsSoon() {
    CurrentCertificates certificates = current(Certificates.east(folder, ISSUED));
    now = ISSUED.plus(Duration.ofDays(335)).plusSeconds(1);
    certificates.looked();
    certificates.looked();
    now = now.plus(Duration.ofDays(1)).minusSeconds(1);
    certificates.looked();
    assertThat(texts())
        .containsExactly(
            "WARN certificate expires soon expires=2027-06-01T12:00:00Z days=29 detail=" + RENEWAL);
    now = now.plusSeconds(1);
    certificates.looked();
    assertThat(texts()).hasSize(2).last().asString().contains(" days=28 ");
  }

  @Test
  void tellsAtOnceWhenTheCertificateHasExpired() {
    CurrentCertificates certificates = current(Certificates.east(folder, ISSUED));
    now = ISSUED.plus(Duration.ofDays(365));
    certificates.looked();
    now = now.plusSeconds(1);
    certificates.looked();
    certificates.looked();
    assertThat(texts())
        .hasSize(2)
        .last()
        .isEqualTo(
            "ERROR certificate expired, peers refuse this gateway expired=2027-06-01T12:00:00Z"
                + " detail="
                + RENEWAL);
  }

  @Test
  void isSilentAgainOnceTheCertificateIsRenewed() {
    FabricAuthority fabric = Certificates.create(folder, ISSUED);
    CurrentCertificates certificates =
        current(PeerCredentials.load(fabric.issue("east"), Certificates.clock(ISSUED)));
    now = ISSUED.plus(Duration.ofDays(360));
    certificates.looked();
    Path renewed = Certificates.open(folder, now).renew("east", fabric.keyType());
    certificates.taken(PeerCredentials.load(renewed, Certificates.clock(now)));
    now = now.plus(Duration.ofDays(2));
    certificates.looked();
    assertThat(texts()).hasSize(2).last().asString().startsWith("INFO certificates taken up");
  }

  @Test
  void remindsOfTheEndOfTheAuthorityTwoMonthsBefore() {
    Certificates.create(folder, ISSUED);
    Instant end = ISSUED.plus(Duration.ofDays(3650));
    now = end.minus(Duration.ofDays(60)).plusSeconds(1);
    Path east = Certificates.open(folder, now).issue("east");
    CurrentCertificates certificates = current(PeerCredentials.load(east, Certificates.clock(now)));
    certificates.looked();
    String remedy = "create a new fabric and go over to it, as docs/certificates.md says";
    assertThat(texts())
        .containsExactly(
            "WARN authority's certificate expires soon expires=2036-05-29T12:00:00Z days=59 detail="
                + remedy);
    now = end.plusSeconds(1);
    certificates.looked();
    assertThat(texts())
        .hasSize(3)
        .last()
        .isEqualTo(
            "ERROR authority's certificate expired, peers refuse this gateway"
                + " expired=2036-05-29T12:00:00Z detail="
                + remedy);
  }

  @Test
  void remindsOfARevocationListThatIsOld() throws Exception {
    FabricAuthority fabric = Certificates.create(folder, ISSUED);
    fabric.issue("west");
    now = ISSUED.plus(Duration.ofDays(200));
    Path east = Certificates.open(folder, now).issue("east");
    Files.copy(fabric.revoke("west").file(), east.resolve("crl.pem"));
    CurrentCertificates certificates = current(PeerCredentials.load(east, Certificates.clock(now)));
    certificates.looked();
    assertThat(texts()).isEmpty();
    now = ISSUED.plus(Duration.ofDays(366));
    certificates.looked();
    assertThat(texts())
        .containsExactly(
            "WARN revocation list is old detail=the revocation list of \"CN=fabric\" was to be"
                + " renewed by 2027-06-01T12:00:00Z and counts on; copy the fabric's newest crl.pem"
                + " beside ca.pem, or remove it once all that it revokes has expired");
  }

  private CurrentCertificates current(PeerCredentials credentials) {
    return new CurrentCertificates(credentials, () -> now, new CertificateLog(logger, () -> now));
  }

  private List<String> texts() {
    return lines.list.stream().map(CertificateLogTest::text).toList();
  }

  private static String text(ILoggingEvent line) {
    List<KeyValuePair> pairs =
        line.getKeyValuePairs() == null ? List.of() : line.getKeyValuePairs();
    return line.getLevel()
        + " "
        + line.getMessage()
        + pairs.stream()
            .map(pair -> " " + pair.key + "=" + pair.value)
            .collect(Collectors.joining());
  }
}
