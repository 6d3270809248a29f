package net.clusterlink.admin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.clusterlink.admin.check.Finding.Level;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import net.clusterlink.fabric.PeerCredentials;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CertificatesCheckTest {
  private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  private Path certs;
  private PeerCredentials issued;

  @BeforeEach
  void issue() {
    Clock clock = at(ISSUED);
    FabricAuthority.create(directory, "fabric", KeyType.EC, clock, new SecureRandom());
    certs =
        FabricAuthority.open(directory, "fabric", clock, new SecureRandom())
            .issue("east", KeyType.EC);
    issued = PeerCredentials.load(certs, clock);
  }

  @Test
  void isContentWithWhatWasJustIssued() throws InterruptedException {
    assertThat(findings(at(ISSUED.plus(Duration.ofDays(1)))))
        .allMatch(finding -> finding.level() == Level.OK)
        .extracting(Finding::seen)
        .anyMatch(seen -> seen.contains("belong together: peer east"))
        .anyMatch(seen -> seen.startsWith("the certificate of east expires on "));
  }

  @Test
  void warnsAMonthBeforeTheCertificateEnds() throws InterruptedException {
    Instant end = issued.certificate().getNotAfter().toInstant();
    assertThat(levels("cert.pem", end.minus(Duration.ofDays(31)))).containsOnly(Level.OK);
    assertThat(levels("cert.pem", end.minus(Duration.ofDays(29)))).containsOnly(Level.WARNING);
  }

  @Test
  void warnsTwoMonthsBeforeTheAuthorityEnds() throws InterruptedException {
    Instant end = issued.authorities().iterator().next().getNotAfter().toInstant();
    var loaded = new Facts.Folder.Usable(issued);
    Clock before = at(end.minus(Duration.ofDays(59)));
    assertThat(new CertificatesCheck(certs, loaded, before).look())
        .filteredOn(finding -> finding.subject().equals("ca.pem"))
        .extracting(Finding::level)
        .containsOnly(Level.WARNING);
  }

  @Test
  void saysWhatWouldBeRefusedAndTheRemedyApart() throws InterruptedException {
    Instant end = issued.certificate().getNotAfter().toInstant();
    List<Finding> findings = findings(at(end.plus(Duration.ofHours(1))));
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.FAILURE);
          assertThat(finding.seen()).contains("cert.pem would be refused by every peer", "expired");
          assertThat(finding.remedy())
              .hasValue("issue another with `clusterlink create peer-cert --renew`");
          assertThat(finding.seen()).doesNotContain("create peer-cert");
        });
  }

  @Test
  void warnsOfAKeyThatOthersMayRead() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(
        certs.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(findings(at(ISSUED)))
        .filteredOn(finding -> finding.subject().equals("key.pem"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.WARNING);
          assertThat(finding.remedy()).hasValue("chmod 600 " + certs.resolve("key.pem"));
        });
  }

  @Test
  void saysThatTheFolderIsNotThere() throws InterruptedException {
    certs = directory.resolve("nowhere");
    assertThat(findings(at(ISSUED)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.FAILURE);
          assertThat(finding.seen()).contains("there is no folder " + certs);
        });
  }

  @Test
  void hintsAtTheClockWhenTheCertificateIsNotValidYet() throws InterruptedException {
    Clock early = at(ISSUED.minus(Duration.ofDays(300)));
    Facts facts = facts(early);
    assertThat(new ClockCheck(certs, directory, facts.folder(), early).look())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.FAILURE);
          assertThat(finding.seen()).contains("2025-03-07", "not valid yet");
          assertThat(finding.remedy().orElseThrow()).contains("date -u");
        });
  }

  @Test
  void hintsAtTheClockWhenAFileComesFromTheFuture() throws InterruptedException {
    Facts facts = facts(at(ISSUED));
    assertThat(new ClockCheck(certs, directory, facts.folder(), at(ISSUED)).look())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.WARNING);
          assertThat(finding.seen()).contains(" was changed at ");
        });
    assertThat(new ClockCheck(certs, directory, facts.folder(), Clock.systemUTC()).look())
        .extracting(Finding::level)
        .containsExactly(Level.OK);
  }

  @Test
  void countsWhatIsRevokedAndWarnsOfAnOldList() throws IOException, InterruptedException {
    assertThat(findings(at(ISSUED)))
        .filteredOn(finding -> finding.subject().equals("crl.pem"))
        .extracting(Finding::seen)
        .containsExactly(
            "none: nothing is revoked here, unless a running gateway goes on with a list that was removed");
    FabricAuthority authority =
        FabricAuthority.open(directory, "fabric", at(ISSUED), new SecureRandom());
    authority.issue("west", KeyType.EC);
    Files.copy(authority.revoke("west").file(), certs.resolve("crl.pem"));
    assertThat(findings(at(ISSUED)))
        .filteredOn(finding -> finding.subject().equals("crl.pem"))
        .extracting(Finding::level, Finding::seen)
        .containsExactly(tuple(Level.OK, "certificates revoked: 1"));
    Instant due =
        PeerCredentials.load(certs, at(ISSUED))
            .revocationLists()
            .getFirst()
            .getNextUpdate()
            .toInstant();
    var loaded = new Facts.Folder.Usable(PeerCredentials.load(certs, at(ISSUED)));
    assertThat(new CertificatesCheck(certs, loaded, at(due.plusSeconds(1))).look())
        .filteredOn(finding -> finding.subject().equals("crl.pem"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.WARNING);
          assertThat(finding.seen()).contains("counts on");
          assertThat(finding.remedy().orElseThrow()).startsWith("copy the fabric's newest crl.pem");
        });
  }

  private List<Level> levels(String subject, Instant now) throws InterruptedException {
    return findings(at(now)).stream()
        .filter(finding -> finding.subject().equals(subject))
        .map(Finding::level)
        .toList();
  }

  private List<Finding> findings(Clock clock) throws InterruptedException {
    return new CertificatesCheck(certs, facts(clock).folder(), clock).look();
  }

  private Facts facts(Clock clock) throws InterruptedException {
    var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return Facts.gather(
        new CheckTarget(
            certs,
            directory,
            nowhere,
            InetAddress.getLoopbackAddress(),
            URI.create("http://127.0.0.1:1/"),
            false),
        path -> {
          throw new ConnectException("nobody");
        },
        clock);
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }
}
