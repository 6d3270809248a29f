package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestKeys;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.fabric.testing.TestRevocationList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each look is one of those that the watch takes every second, unless it is told otherwise. */
@Timeout(30)
class CredentialsWatchTest {
  private static final TestAuthority FABRIC = TestAuthority.create("fabric");
  private static final TestAuthority NEXT = TestAuthority.create("next");
  private static final TestPeer OLD = FABRIC.peer("east").issue();
  private static final TestPeer NEW = FABRIC.peer("east").issue();

  @TempDir private Path folder;
  private final List<PeerCredentials> inForce = new ArrayList<>();
  private final List<PeerCredentials> taken = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private int looks;

  @Test
  void takesUpARenewedCertificateAtTheNextLook() {
    CredentialsWatch watch = watch();
    watch.look();
    NEW.writeTo(folder, FABRIC.certificate());
    watch.look();

    assertThat(inForce).extracting(PeerCredentials::certificate).containsExactly(NEW.certificate());
    assertThat(taken).isEqualTo(inForce);
    assertThat(refused).isEmpty();
  }

  @Test
  void takesUpNothingWhenNothingHasChanged() throws Exception {
    CredentialsWatch watch = watch();
    watch.look();
    watch.look();
    Files.setLastModifiedTime(folder.resolve("cert.pem"), FileTime.from(Instant.EPOCH));
    watch.look();
    watch.look();

    assertThat(inForce).isEmpty();
    assertThat(taken).isEmpty();
    assertThat(refused).isEmpty();
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void takesUpWhatChangedBeforeItsFirstLook() {
    CredentialsWatch watch = watch();
    NEW.writeTo(folder, FABRIC.certificate());
    watch.look();

    assertThat(inForce).hasSize(1);
  }

  @Test
  void missesNothingThatChangesTooSoonForTheTimeOfItsFileToTell() throws Exception {
    Path file = folder.resolve("crl.pem");
    String first = TestRevocationList.of(FABRIC, FABRIC.peer("west").issue().certificate()).pem();
    String second = TestRevocationList.of(FABRIC, FABRIC.peer("west").issue().certificate()).pem();
    int length = Math.max(first.length(), second.length());
    CredentialsWatch watch = watch();
    Files.writeString(file, first + "\n".repeat(length - first.length()));
    FileTime time = Files.getLastModifiedTime(file);
    watch.look();
    Files.writeString(file, second + "\n".repeat(length - second.length()));
    Files.setLastModifiedTime(file, time);
    watch.look();

    assertThat(inForce).hasSize(2);
    assertThat(inForce.getLast()).isEqualTo(PeerCredentials.load(folder));
  }

  @Test
  void isPatientWithWhoeverCopiesOneFileAfterAnother() throws Exception {
    CredentialsWatch watch = watch();
    watch.look();
    Path draft = NEW.writeTo(folder.resolve("draft"), FABRIC.certificate());
    replace(draft, "key.pem");
    watch.look();
    replace(draft, "cert.pem");
    watch.look();

    assertThat(inForce).hasSize(1);
    assertThat(refused).isEmpty();
  }

  @Test
  void isAsPatientWhenItLooksMoreOften() throws Exception {
    OLD.writeTo(folder, FABRIC.certificate());
    CredentialsWatch watch =
        new CredentialsWatch(
            folder,
            PeerCredentials.load(folder),
            inForce::add,
            new Recorder(),
            Clock.systemUTC(),
            Duration.ofMillis(250));
    Files.writeString(folder.resolve("cert.pem"), "nonsense");
    for (int i = 0; i < 4; i++) {
      watch.look();
    }
    assertThat(refused).isEmpty();
    watch.look();
    assertThat(refused).hasSize(1);
    NEW.writeTo(folder, FABRIC.certificate());
    watch.look();

    assertThat(inForce).hasSize(1);
  }

  @Test
  void reportsOnceWhatStaysBadAndKeepsWhatIsInForce() throws Exception {
    CredentialsWatch watch = watch();
    watch.look();
    replace(NEW.writeTo(folder.resolve("draft"), FABRIC.certificate()), "key.pem");
    watch.look();
    assertThat(refused).isEmpty();
    watch.look();
    watch.look();
    watch.look();

    assertThat(refused)
        .containsExactly(
            "the private key in "
                + folder.resolve("key.pem")
                + " does not belong to the certificate in "
                + folder.resolve("cert.pem")
                + "; put the two files that were made together there");
    assertThat(inForce).isEmpty();
  }

  @Test
  void reportsWhatIsBadInAnotherWayAgain() throws Exception {
    CredentialsWatch watch = watch();
    Files.delete(folder.resolve("key.pem"));
    watch.look();
    watch.look();
    Files.writeString(folder.resolve("ca.pem"), "nonsense");
    watch.look();
    watch.look();

    assertThat(refused).hasSize(2);
    assertThat(refused.getFirst()).contains("key.pem does not exist");
    assertThat(refused.getLast()).contains("ca.pem");
  }

  @Test
  void takesUpWhatWasMended() throws Exception {
    CredentialsWatch watch = watch();
    Files.writeString(folder.resolve("cert.pem"), "nonsense");
    watch.look();
    watch.look();
    NEW.writeTo(folder, FABRIC.certificate());
    watch.look();

    assertThat(refused).hasSize(1);
    assertThat(inForce).hasSize(1);
  }

  @Test
  void tellsWhenWhatIsInForceIsBackThoughThereIsNothingToTakeUp() throws Exception {
    CredentialsWatch watch = watch();
    Files.delete(folder.resolve("cert.pem"));
    watch.look();
    watch.look();
    OLD.writeTo(folder, FABRIC.certificate());
    watch.look();
    watch.look();

    assertThat(taken).extracting(PeerCredentials::certificate).containsExactly(OLD.certificate());
    assertThat(inForce).isEmpty();
  }

  @Test
  void takesUpACertificateOnTheDayItBecomesValid() {
    Instant day = Instant.now().plus(Duration.ofDays(2));
    var clock = new StepClock(Instant.now());
    CredentialsWatch watch = watch(clock, inForce::add);
    TestAuthority lasting =
        TestAuthority.create(
            "lasting",
            TestKeys.ec(),
            Instant.now().minus(Duration.ofDays(1)),
            day.plus(Duration.ofDays(9)));
    TestPeer later = lasting.peer("east").valid(day, day.plus(Duration.ofDays(1))).issue();
    later.writeTo(folder, lasting.certificate());
    watch.look();
    watch.look();
    watch.look();
    assertThat(refused).hasSize(1);
    clock.set(day.plusSeconds(1));
    watch.look();

    assertThat(inForce)
        .extracting(PeerCredentials::certificate)
        .containsExactly(OLD.certificate(), later.certificate());
  }

  @Test
  void refusesToBecomeAnotherPeer() {
    CredentialsWatch watch = watch();
    FABRIC.peer("west").issue().writeTo(folder, FABRIC.certificate());
    watch.look();
    watch.look();

    assertThat(inForce).isEmpty();
    assertThat(refused)
        .containsExactly(
            folder.resolve("cert.pem")
                + " is of peer \"west\" where one of \"east\" was expected; put that peer's files"
                + " there, or start the gateway anew to make it another peer's");
  }

  @Test
  void takesUpTheOverlapOfTwoAuthoritiesAndThenTheNewOneAlone() {
    CredentialsWatch watch = watch();
    OLD.writeTo(folder, FABRIC.certificate(), NEXT.certificate());
    watch.look();
    TestPeer renewed = NEXT.peer("east").issue();
    renewed.writeTo(folder, FABRIC.certificate(), NEXT.certificate());
    watch.look();
    renewed.writeTo(folder, NEXT.certificate());
    watch.look();

    assertThat(inForce)
        .extracting(credentials -> credentials.authorities().size())
        .containsExactly(2, 2, 1);
    assertThat(refused).isEmpty();
  }

  @Test
  void takesUpRevocationListsThatComeChangeAndGo() throws Exception {
    CredentialsWatch watch = watch();
    TestPeer west = FABRIC.peer("west").issue();
    TestPeer north = FABRIC.peer("north").issue();
    Path file = folder.resolve("crl.pem");
    Files.writeString(file, TestRevocationList.of(FABRIC, west.certificate()).pem());
    watch.look();
    Files.writeString(
        file, TestRevocationList.of(FABRIC, west.certificate(), north.certificate()).pem());
    watch.look();
    Files.writeString(file, TestRevocationList.of(FABRIC).pem());
    watch.look();

    assertThat(inForce).extracting(PeerCredentials::revoked).containsExactly(1, 2, 0);
    assertThat(refused).isEmpty();
  }

  @Test
  void keepsAListThatVanishesUntilThereIsOneAgain() throws Exception {
    CredentialsWatch watch = watch();
    Path file = folder.resolve("crl.pem");
    String list = TestRevocationList.of(FABRIC, FABRIC.peer("west").issue().certificate()).pem();
    Files.writeString(file, list);
    watch.look();
    Files.delete(file);
    watch.look();
    watch.look();
    watch.look();
    NEW.writeTo(folder, FABRIC.certificate());
    watch.look();

    assertThat(inForce).extracting(PeerCredentials::revoked).containsExactly(1, 1);
    assertThat(inForce.getLast().certificate()).isEqualTo(NEW.certificate());
    assertThat(refused)
        .containsExactly(
            file
                + " is gone, and the certificates that it revoked (1) stay so; put the fabric's"
                + " newest crl.pem there, or start the gateway anew to do without one");
    Files.writeString(file, list);
    watch.look();
    assertThat(taken).hasSize(3);
  }

  @Test
  void keepsOfAListThatVanishesOnlyWhatATrustedAuthoritySigned() throws Exception {
    CredentialsWatch watch = watch();
    Path file = folder.resolve("crl.pem");
    Files.writeString(
        file, TestRevocationList.of(FABRIC, FABRIC.peer("west").issue().certificate()).pem());
    watch.look();
    Files.delete(file);
    NEXT.peer("east").issue().writeTo(folder, NEXT.certificate());
    watch.look();
    watch.look();

    assertThat(inForce).extracting(PeerCredentials::revoked).containsExactly(1, 0);
    assertThat(refused).isEmpty();
  }

  @Test
  void takesUpAListThoughTheOwnCertificateHasExpired() throws Exception {
    Instant end = Instant.now().plus(Duration.ofDays(1));
    var clock = new StepClock(Instant.now());
    CredentialsWatch watch = watch(clock, inForce::add);
    watch.look();
    watch.look();
    clock.set(end.plusSeconds(60));
    revoke(FABRIC.peer("west").issue());
    watch.look();
    watch.look();

    assertTrustAloneIsTakenUp("expired at");
  }

  @Test
  void takesUpAListThatNamesTheOwnCertificate() throws Exception {
    CredentialsWatch watch = watch();
    revoke(OLD);
    watch.look();
    watch.look();

    assertTrustAloneIsTakenUp("was revoked at");
  }

  @Test
  void takesUpAListThoughTheOwnCertificateCannotBeRead() throws Exception {
    CredentialsWatch watch = watch();
    Files.writeString(folder.resolve("cert.pem"), "nonsense");
    watch.look();
    watch.look();
    refused.clear();
    revoke(FABRIC.peer("west").issue());
    watch.look();
    watch.look();

    assertTrustAloneIsTakenUp("cert.pem");
  }

  @Test
  void trustsNoLongerAnAuthorityThatIsGoneThoughTheOwnCertificateIsOfIt() {
    CredentialsWatch watch = watch();
    OLD.writeTo(folder, NEXT.certificate());
    watch.look();
    watch.look();

    assertThat(inForce).hasSize(1);
    assertThat(inForce.getLast().authorities()).containsExactly(NEXT.certificate());
    assertThat(inForce.getLast().certificate()).isEqualTo(OLD.certificate());
    assertThat(refused).singleElement().asString().contains("would be refused by every peer");
  }

  private void revoke(TestPeer peer) throws IOException {
    Files.writeString(
        folder.resolve("crl.pem"), TestRevocationList.of(FABRIC, peer.certificate()).pem());
  }

  private void assertTrustAloneIsTakenUp(String complaint) {
    assertThat(inForce).hasSize(1);
    assertThat(taken).isEqualTo(inForce);
    assertThat(inForce.getLast().revoked()).isEqualTo(1);
    assertThat(inForce.getLast().certificate()).isEqualTo(OLD.certificate());
    assertThat(refused).singleElement().asString().contains(complaint);
  }

  @Test
  void followsALinkThatIsSwitchedAsKubernetesDoes() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    OLD.writeTo(folder.resolve("1"), FABRIC.certificate());
    NEW.writeTo(folder.resolve("2"), FABRIC.certificate());
    Files.createSymbolicLink(mounted.resolve("..data"), folder.resolve("1"));
    for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
      Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
    }
    var watch =
        new CredentialsWatch(
            mounted,
            PeerCredentials.load(mounted),
            inForce::add,
            new Recorder(),
            Clock.systemUTC(),
            Duration.ofSeconds(1));
    watch.look();
    Files.createSymbolicLink(mounted.resolve("..next"), folder.resolve("2"));
    Files.move(
        mounted.resolve("..next"), mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    watch.look();

    assertThat(inForce).extracting(PeerCredentials::certificate).containsExactly(NEW.certificate());
  }

  @Test
  void livesOnWhenWhatItReadCannotBePutInForce() {
    List<PeerCredentials> offered = new ArrayList<>();
    CredentialsWatch watch =
        watch(
            Clock.systemUTC(),
            credentials -> {
              offered.add(credentials);
              throw new IllegalStateException("no such cipher");
            });
    NEW.writeTo(folder, FABRIC.certificate());
    watch.look();
    watch.look();
    watch.look();

    assertThat(offered).hasSize(3);
    assertThat(taken).isEmpty();
    assertThat(refused)
        .containsExactly(
            "the certificates in "
                + folder
                + " cannot be put in force: java.lang.IllegalStateException: no such cipher; issue"
                + " others with `clusterlink create peer-cert --renew`");
  }

  @Test
  void looksByItselfUntilItIsClosed() throws Exception {
    CountDownLatch put = new CountDownLatch(1);
    OLD.writeTo(folder, FABRIC.certificate());
    try (CredentialsWatch watch =
        new CredentialsWatch(
            folder,
            PeerCredentials.load(folder),
            _ -> put.countDown(),
            new Recorder(),
            Clock.systemUTC(),
            Duration.ofMillis(1))) {
      watch.start();
      NEW.writeTo(folder, FABRIC.certificate());
      assertThat(put.await(20, TimeUnit.SECONDS)).isTrue();
    }
    int before = looks;
    OLD.writeTo(folder, FABRIC.certificate());
    assertThat(looks).isEqualTo(before);
  }

  @Test
  void canBeClosedBeforeItWasStarted() {
    watch().close();
    assertThat(looks).isZero();
  }

  private CredentialsWatch watch() {
    return watch(Clock.systemUTC(), inForce::add);
  }

  private CredentialsWatch watch(Clock clock, Consumer<PeerCredentials> consumer) {
    OLD.writeTo(folder, FABRIC.certificate());
    return new CredentialsWatch(
        folder,
        PeerCredentials.load(folder),
        consumer,
        new Recorder(),
        clock,
        Duration.ofSeconds(1));
  }

  private void replace(Path draft, String name) throws IOException {
    Files.move(draft.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private final class Recorder implements CredentialsWatch.Listener {
    @Override
    public void taken(PeerCredentials credentials) {
      taken.add(credentials);
    }

    @Override
    public void refused(String message) {
      refused.add(message);
    }

    @Override
    public void looked() {
      looks++;
    }
  }
}
