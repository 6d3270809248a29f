package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.clusterlink.fabric.FabricException.Kind;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestKeys;
import net.clusterlink.fabric.testing.TestPeer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FabricAuthorityTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  private Path parent;

  /** What is made beside the parent by mistake is not among the files of others. */
  @BeforeEach
  void createParent(@TempDir Path folder) throws IOException {
    parent = Files.createDirectory(folder.resolve("parent"));
  }

  // Creating a fabric

  @Test
  void createsFabricThatOnlyItsOwnerMayRead() throws Exception {
    FabricAuthority fabric = create("my_Fabric-1");

    assertThat(fabric.name()).isEqualTo("my_Fabric-1");
    assertThat(fabric.folder()).isEqualTo(parent.resolve("my_Fabric-1"));
    assertThat(mode(fabric.folder())).isEqualTo("rwx------");
    assertThat(mode(fabric.folder().resolve("key.pem"))).isEqualTo("rw-------");
    assertThat(files(fabric.folder())).containsExactly("cert.pem", "key.pem");
    assertThat(files(parent)).containsExactly("my_Fabric-1");
    assertThat(fabric.warnings()).isEmpty();
  }

  @Test
  void signsItsOwnCertificateAsAnAuthority() throws Exception {
    X509Certificate certificate = create("fabric").certificate();

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=fabric");
    assertThat(certificate.getIssuerX500Principal().getName()).isEqualTo("CN=fabric");
    assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    // keyCertSign and cRLSign
    assertThat(certificate.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(certificate.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    assertThat(certificate.getNonCriticalExtensionOIDs()).containsExactly("2.5.29.14");
    assertThat(certificate.getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(10)));
    assertThat(certificate.getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
    assertThat(certificate.getSerialNumber().bitLength()).isBetween(127, 159);
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void createsNoFabricOfABadName(String name) throws Exception {
    assertFails(
        () -> create(name),
        Kind.INVALID_NAME,
        Shown.name(name) + " is no name for a fabric; use 1 to 63 letters, digits, '-' and '_'");
    assertThat(files(parent)).isEmpty();
    assertThat(parent.resolveSibling("x")).doesNotExist();
  }

  @Test
  void takesNoDotInTheNameOfAFabric() {
    assertFails(
        () -> create("a.b"),
        Kind.INVALID_NAME,
        "\"a.b\" is no name for a fabric; use 1 to 63 letters, digits, '-' and '_'");
  }

  @Test
  void overwritesNoFabric() throws Exception {
    FabricAuthority first = create("fabric");
    String key = Files.readString(first.folder().resolve("key.pem"));

    assertFails(
        () -> create("fabric"),
        Kind.EXISTS,
        first.folder()
            + " already exists; choose another name, or move it away (peers of a fabric that is"
            + " made anew all need new certificates)");
    assertThat(first.folder().resolve("key.pem")).hasContent(key);
    assertThat(files(parent)).containsExactly("fabric");
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "missing"})
  void createsNoFabricThroughASymbolicLink(String target) throws Exception {
    Files.createDirectory(parent.resolve("folder"));
    Files.createSymbolicLink(parent.resolve("fabric"), parent.resolve(target));

    assertFails(
        () -> create("fabric"),
        Kind.EXISTS,
        parent.resolve("fabric")
            + " already exists; choose another name, or move it away (peers of a fabric that is"
            + " made anew all need new certificates)");
    assertThat(parent.resolve("folder")).isEmptyDirectory();
    assertThat(parent.resolve("missing")).doesNotExist();
  }

  @Test
  void needsAFolderToCreateIn() {
    Path missing = parent.resolve("missing");

    assertFails(
        () -> FabricAuthority.create(missing, "fabric", KeyType.EC, clock, RANDOM),
        Kind.MISSING,
        "folder " + missing + " does not exist; create it first, or choose another");
  }

  // Opening a fabric

  @Test
  void opensTheFabricItCreated() {
    FabricAuthority created = create("fabric");

    FabricAuthority opened = open();

    assertThat(opened.certificate()).isEqualTo(created.certificate());
    assertThat(opened.keyType()).isEqualTo(KeyType.EC);
  }

  @Test
  void saysHowToCreateAMissingFabric() {
    assertFails(
        this::open,
        Kind.MISSING,
        "there is no fabric fabric: "
            + parent.resolve("fabric")
            + " does not exist; run `clusterlink create fabric --name fabric`");
  }

  @Test
  void opensNoFabricThroughASymbolicLink() throws Exception {
    Path folder = create("real").folder();
    Files.createSymbolicLink(parent.resolve("fabric"), folder);

    assertFails(
        this::open,
        Kind.UNREADABLE,
        parent.resolve("fabric")
            + " is a symbolic link; put the fabric's folder itself in its place");
  }

  @Test
  void opensNoFile() throws Exception {
    Files.writeString(parent.resolve("fabric"), "");

    assertFails(
        this::open,
        Kind.UNREADABLE,
        parent.resolve("fabric") + " is not a folder; put the fabric's folder itself in its place");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert.pem", "key.pem"})
  void readsNoFileThroughASymbolicLink(String name) throws Exception {
    Path file = create("fabric").folder().resolve(name);
    Files.move(file, parent.resolve("elsewhere"));
    Files.createSymbolicLink(file, parent.resolve("elsewhere"));

    assertFails(
        this::open,
        Kind.UNREADABLE,
        file + " is a symbolic link; put the file itself in its place");
  }

  @Test
  void saysWhichFileOfTheFabricIsMissing() throws Exception {
    Path folder = create("fabric").folder();
    Files.delete(folder.resolve("key.pem"));

    assertFails(
        this::open,
        Kind.MISSING,
        folder.resolve("key.pem")
            + " does not exist; issue certificates where the fabric was created, or restore its key"
            + " from there");

    Files.delete(folder.resolve("cert.pem"));
    assertFails(
        this::open,
        Kind.MISSING,
        folder.resolve("cert.pem")
            + " does not exist; name the folder of a fabric, or run `clusterlink create fabric`"
            + " with another name");
  }

  @Test
  void opensNoPeersFolderAsAFabric() {
    TestPeer peer = TestAuthority.create("fabric").peer("east").issue();
    Path folder = peer.writeTo(parent.resolve("fabric"));

    assertFails(
        this::open,
        Kind.REFUSED,
        "the certificate in "
            + folder.resolve("cert.pem")
            + " is not that of an authority; name the folder of a fabric, not of a peer");
  }

  @Test
  void opensNoFabricWithTheKeyOfAnother() throws Exception {
    Path folder = create("fabric").folder();
    Files.delete(folder.resolve("key.pem"));
    Files.copy(create("other").folder().resolve("key.pem"), folder.resolve("key.pem"));

    assertFails(
        this::open,
        Kind.REFUSED,
        "the private key in "
            + folder.resolve("key.pem")
            + " does not belong to the certificate in "
            + folder.resolve("cert.pem")
            + "; put the two files that were made together there");
  }

  @Test
  void opensNoExpiredFabric() {
    Path folder = create("fabric").folder();
    Instant end = NOW.plus(Duration.ofDays(3650));

    assertFails(
        () -> openAt(end.plusSeconds(1)),
        Kind.REFUSED,
        "the fabric's certificate in "
            + folder.resolve("cert.pem")
            + " expired at "
            + end
            + "; create a new fabric and issue its peers new certificates");
  }

  @Test
  void warnsOfAKeyThatOthersCanRead() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path key = fabric.folder().resolve("key.pem");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(open().warnings())
        .containsExactly(
            key + " is open to others than its owner (rw-r--r--); run `chmod 600 " + key + "`");
  }

  // Issuing to peers

  @Test
  void issuesFolderThatIsAllAPeerNeeds() throws Exception {
    FabricAuthority fabric = create("fabric");

    Path folder = fabric.issue("east.example.com");

    assertThat(folder).isEqualTo(fabric.folder().resolve("east.example.com"));
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("key.pem"))).isEqualTo("rw-------");
    assertThat(files(folder)).containsExactly("ca.pem", "cert.pem", "key.pem");
    assertThat(files(fabric.folder())).containsExactly("cert.pem", "east.example.com", "key.pem");
    assertThat(Files.readString(folder.resolve("ca.pem")))
        .isEqualTo(Files.readString(fabric.folder().resolve("cert.pem")));
    PeerCredentials credentials = PeerCredentials.load(folder, clock);
    assertThat(credentials.peer()).isEqualTo("east.example.com");
    assertThat(credentials.chain()).hasSize(2).last().isEqualTo(fabric.certificate());
    assertThat(credentials.authorities()).containsExactly(fabric.certificate());
    assertThat(PeerCredentials.warnings(folder)).isEmpty();
  }

  @Test
  void issuesCertificateForBothRolesWithOneName() throws Exception {
    FabricAuthority fabric = create("fabric");

    X509Certificate leaf = PeerCredentials.load(fabric.issue("east"), clock).certificate();

    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=east");
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(2, "east"));
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    // digitalSignature
    assertThat(leaf.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getNotBefore()).isEqualTo(NOW.minus(Duration.ofMinutes(10)));
    assertThat(leaf.getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    assertThat(leaf.getSerialNumber().bitLength()).isBetween(127, 159);
    assertThat(leaf.getNonCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.37", "2.5.29.17", "2.5.29.14", "2.5.29.35");
  }

  @Test
  void issuesNothingThatOutlivesTheFabric() {
    create("fabric");
    Instant end = NOW.plus(Duration.ofDays(3650));
    Instant lastMonth = end.minus(Duration.ofDays(30));

    Path folder = openAt(lastMonth).issue("east");

    assertThat(
            PeerCredentials.load(folder, Clock.fixed(lastMonth, ZoneOffset.UTC))
                .certificate()
                .getNotAfter())
        .isEqualTo(end);
  }

  @Test
  void issuesNothingOnceItsOwnCertificateExpired() {
    FabricAuthority fabric =
        FabricAuthority.create(
            parent, "fabric", KeyType.EC, Clock.fixed(NOW, ZoneOffset.UTC), RANDOM);
    FabricAuthority later =
        FabricAuthority.open(
            parent, "fabric", new StepClock(NOW, NOW.plus(Duration.ofDays(4000))), RANDOM);

    assertFails(
        () -> later.issue("east"),
        Kind.REFUSED,
        "the fabric's certificate in "
            + fabric.folder().resolve("cert.pem")
            + " expired at "
            + NOW.plus(Duration.ofDays(3650))
            + "; create a new fabric and issue its peers new certificates");
  }

  @Test
  void leavesOutTheCommonNameOfALongName() throws Exception {
    String name = ("a".repeat(62) + ".").repeat(4) + "b";
    FabricAuthority fabric = create("fabric");

    X509Certificate leaf = PeerCredentials.load(fabric.issue(name), clock).certificate();

    assertThat(name).hasSize(253);
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(2, name));
    assertThat(leaf.getCriticalExtensionOIDs()).contains("2.5.29.17");
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void issuesNothingForABadName(String name) throws Exception {
    FabricAuthority fabric = create("fabric");

    assertFails(
        () -> fabric.issue(name),
        Kind.INVALID_NAME,
        Shown.name(name)
            + " is no name for a peer; use 1 to 253 lower-case letters, digits, '-' and '.', each"
            + " part between dots at most 63 characters long and beginning and ending with a letter"
            + " or digit, but not an IP address");
    assertThat(files(fabric.folder())).containsExactly("cert.pem", "key.pem");
    assertThat(files(parent)).containsExactly("fabric");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert.pem", "key.pem", "crl.pem"})
  void issuesNothingForANameOfItsOwnFiles(String name) {
    FabricAuthority fabric = create("fabric");

    assertFails(
        () -> fabric.issue(name),
        Kind.INVALID_NAME,
        "a peer cannot be named "
            + name
            + ", which is a file of the fabric's own; choose another name");
  }

  @Test
  void overwritesNoPeer() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path folder = fabric.issue("east");
    String key = Files.readString(folder.resolve("key.pem"));

    assertFails(
        () -> fabric.issue("east"),
        Kind.EXISTS,
        "peer east of fabric fabric already has "
            + folder.resolve("cert.pem")
            + "; choose another name, or renew its certificate with `clusterlink create peer-cert"
            + " --name east --fabric fabric --renew`");
    assertThat(folder.resolve("key.pem")).hasContent(key);
  }

  @Test
  void issuesNothingThroughASymbolicLink() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path target = Files.createDirectory(parent.resolve("target"));
    Path link = Files.createSymbolicLink(fabric.folder().resolve("east"), target);

    assertFails(
        () -> fabric.issue("east"),
        Kind.EXISTS,
        "peer east of fabric fabric already has "
            + link
            + "; choose another name, or renew its certificate with `clusterlink create peer-cert"
            + " --name east --fabric fabric --renew`");
    assertThat(target).isEmptyDirectory();
  }

  // Renewing

  @Test
  void renewsCertificateAndKeyOfAPeerInItsFolder() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path folder = fabric.issue("east");
    Files.writeString(folder.resolve("notes.txt"), "mine");
    PeerCredentials before = PeerCredentials.load(folder, clock);

    assertThat(fabric.renew("east", KeyType.EC)).isEqualTo(folder);

    PeerCredentials after = PeerCredentials.load(folder, clock);
    assertThat(after.peer()).isEqualTo("east");
    assertThat(after.key()).isNotEqualTo(before.key());
    assertThat(after.certificate().getSerialNumber())
        .isNotEqualTo(before.certificate().getSerialNumber());
    assertThat(after.authorities()).isEqualTo(before.authorities());
    assertThat(mode(folder.resolve("key.pem"))).isEqualTo("rw-------");
    assertThat(files(folder)).containsExactly("ca.pem", "cert.pem", "key.pem", "notes.txt");
  }

  @Test
  void renewsNoPeerThatItDoesNotHave() {
    FabricAuthority fabric = create("fabric");

    assertFails(
        () -> fabric.renew("east", KeyType.EC),
        Kind.MISSING,
        "there is no peer east of fabric fabric: "
            + fabric.folder().resolve("east")
            + " does not exist; check the name, or issue it a certificate with `clusterlink create"
            + " peer-cert --name east --fabric fabric`");
  }

  @Test
  void renewsNothingThroughASymbolicLink() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path elsewhere = fabric.issue("west");
    Files.createSymbolicLink(fabric.folder().resolve("east"), elsewhere);
    String key = Files.readString(elsewhere.resolve("key.pem"));

    assertFails(
        () -> fabric.renew("east", KeyType.EC),
        Kind.MISSING,
        "there is no peer east of fabric fabric: "
            + fabric.folder().resolve("east")
            + " is not a folder; check the name, or issue it a certificate with `clusterlink create"
            + " peer-cert --name east --fabric fabric`");
    assertThat(elsewhere.resolve("key.pem")).hasContent(key);
  }

  @Test
  void renewsInAFabricWithANewKeyOnlyOnceThePeerTrustsIt() throws Exception {
    Path place = create("fabric").folder();
    Path folder = openAt(NOW).issue("east");
    Path other = create("other").folder();
    for (String file : List.of("cert.pem", "key.pem")) {
      Files.copy(other.resolve(file), place.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    FabricAuthority again = open();
    Path authorities = folder.resolve("ca.pem");
    String key = Files.readString(folder.resolve("key.pem"));

    assertFails(
        () -> again.renew("east", KeyType.EC),
        Kind.REFUSED,
        authorities
            + " does not hold the certificate of fabric fabric; append the fabric's own: cat "
            + place.resolve("cert.pem")
            + " >> "
            + authorities);
    assertThat(folder.resolve("key.pem")).hasContent(key);

    Files.writeString(
        authorities, Files.readString(authorities) + Files.readString(place.resolve("cert.pem")));
    again.renew("east", KeyType.EC);
    assertThat(PeerCredentials.load(folder, clock).chain()).contains(again.certificate());
  }

  @Test
  void changesNothingThatIsBeingChanged() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path folder = fabric.issue("east");
    Path draft = Files.createFile(folder.resolve(".cert.pem.new"));
    String key = Files.readString(folder.resolve("key.pem"));

    assertFails(
        () -> fabric.renew("east", KeyType.EC),
        Kind.EXISTS,
        folder.resolve("cert.pem")
            + " is being changed by somebody else at the same time; try again; if nobody is, a"
            + " change was broken off: remove "
            + draft);
    assertThat(folder.resolve("key.pem")).hasContent(key);
    assertThat(files(folder)).containsExactly(".cert.pem.new", "ca.pem", "cert.pem", "key.pem");
  }

  // Revoking

  @Test
  void revokesInAListThatGrows() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path east = fabric.issue("east");
    Path west = fabric.issue("west");
    Path north = fabric.issue("north");

    Revocation first = fabric.revoke("east");
    Revocation second = openAt(NOW.plusSeconds(60)).revoke("west");

    assertThat(first.count()).isEqualTo(1);
    assertThat(second.count()).isEqualTo(2);
    assertThat(second.file()).isEqualTo(fabric.folder().resolve("crl.pem"));
    assertThat(mode(second.file())).isEqualTo("rw-r--r--");
    assertThat(files(fabric.folder()))
        .containsExactly("cert.pem", "crl.pem", "east", "key.pem", "north", "west");
    second.list().verify(fabric.certificate().getPublicKey());
    assertThat(number(first.list())).isEqualTo(BigInteger.ONE);
    assertThat(number(second.list())).isEqualTo(BigInteger.TWO);
    assertThat(second.list().getThisUpdate()).isEqualTo(NOW.plusSeconds(60));
    assertThat(second.nextUpdate()).isEqualTo(NOW.plusSeconds(60).plus(Duration.ofDays(365)));
    assertThat(second.list().getCriticalExtensionOIDs()).isEmpty();
    assertThat(second.list().getRevokedCertificate(leaf(east)).getRevocationDate()).isEqualTo(NOW);
    assertThat(second.list().getRevokedCertificate(leaf(west))).isNotNull();
    assertThat(second.list().getRevokedCertificate(leaf(north))).isNull();
    assertThat(second.serial()).isEqualTo(leaf(west).getSerialNumber().toString(16));
    Files.copy(second.file(), north.resolve("crl.pem"));
    assertThat(PeerCredentials.load(north, clock).revoked()).isEqualTo(2);
  }

  @Test
  void revokesWithAnRsaKeyToo() throws Exception {
    TestAuthority older = TestAuthority.create("fabric", TestKeys.rsa());
    TestPeer authority = new TestPeer(List.of(older.certificate()), older.key());
    Path folder = authority.writeTo(parent.resolve("fabric"));
    older.peer("east").issue().writeTo(folder.resolve("east"), older.certificate());
    Path west = older.peer("west").issue().writeTo(folder.resolve("west"), older.certificate());

    Revocation revocation =
        FabricAuthority.open(parent, "fabric", Clock.systemUTC(), RANDOM).revoke("east");

    Files.copy(revocation.file(), west.resolve("crl.pem"));
    assertThat(PeerCredentials.load(west).revoked()).isEqualTo(1);
  }

  @Test
  void revokesNothingTwice() {
    FabricAuthority fabric = create("fabric");
    Path folder = fabric.issue("east");
    fabric.revoke("east");

    assertFails(
        () -> fabric.revoke("east"),
        Kind.EXISTS,
        "the certificate in "
            + folder.resolve("cert.pem")
            + " is revoked already, since 2026-06-01T12:00:00Z; copy the fabric's crl.pem into each"
            + " peer's folder where that is not done yet");

    fabric.renew("east", KeyType.EC);
    assertThat(fabric.revoke("east").count()).isEqualTo(2);
  }

  @Test
  void revokesNothingOfAnotherFabric() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path folder = fabric.issue("east");
    Path other = create("other").issue("east").resolve("cert.pem");
    Files.copy(other, folder.resolve("cert.pem"), StandardCopyOption.REPLACE_EXISTING);

    assertFails(
        () -> fabric.revoke("east"),
        Kind.REFUSED,
        "the certificate in "
            + folder.resolve("cert.pem")
            + " was not issued with the key that is in "
            + fabric.folder()
            + " now; revoke it with the fabric that issued it");
  }

  @Test
  void revokesNoOtherPeerThanTheOneNamed() throws Exception {
    FabricAuthority fabric = create("fabric");
    Path east = fabric.issue("east").resolve("cert.pem");
    Path west = fabric.issue("west").resolve("cert.pem");
    Files.copy(west, east, StandardCopyOption.REPLACE_EXISTING);

    assertFails(
        () -> fabric.revoke("east"),
        Kind.REFUSED,
        "the certificate in "
            + east
            + " is not of peer east but of west; put each peer's files into the folder of its name");
    assertThat(fabric.folder().resolve("crl.pem")).doesNotExist();
  }

  @Test
  void addsToNoListOfAnotherKey() throws Exception {
    FabricAuthority fabric = create("fabric");
    FabricAuthority other = create("other");
    fabric.issue("east");
    other.issue("east");
    Path list = fabric.folder().resolve("crl.pem");
    Files.copy(other.revoke("east").file(), list);

    assertFails(
        () -> fabric.revoke("east"),
        Kind.REFUSED,
        list
            + " holds a revocation list of \"CN=other\" that no trusted authority has signed; move"
            + " it away; a fabric with a new key begins a list of its own");
    assertThat(files(fabric.folder())).containsExactly("cert.pem", "crl.pem", "east", "key.pem");
  }

  private X509Certificate leaf(Path folder) {
    return PeerCredentials.load(folder, clock).certificate();
  }

  /** As encoded: an octet string that holds the integer. */
  private static BigInteger number(X509CRL list) {
    byte[] encoded = list.getExtensionValue("2.5.29.20");
    return new BigInteger(1, Arrays.copyOfRange(encoded, 4, encoded.length));
  }

  @Test
  void saysWhatCouldNotBeWritten() throws Exception {
    FabricAuthority fabric = create("fabric");
    Files.delete(fabric.folder().resolve("cert.pem"));
    Files.delete(fabric.folder().resolve("key.pem"));
    Files.delete(fabric.folder());

    assertFails(
        () -> fabric.issue("east"),
        Kind.FAILED,
        "could not write "
            + fabric.folder().resolve("east")
            + " (NoSuchFileException); check that its folder is writable and the disk has space,"
            + " and that nothing else makes it");
  }

  // What the older command line manages

  @Test
  void writesRsaKeysAsTheOlderCommandLineReadsThem() throws Exception {
    FabricAuthority fabric = FabricAuthority.create(parent, "fabric", KeyType.RSA, clock, RANDOM);

    assertThat(Files.readString(fabric.folder().resolve("key.pem")))
        .startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    FabricAuthority opened = open();
    assertThat(opened.keyType()).isEqualTo(KeyType.RSA);
    Path folder = opened.issue("east");
    assertThat(Files.readString(folder.resolve("key.pem")))
        .startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    X509Certificate leaf = PeerCredentials.load(folder, clock).certificate();
    // digitalSignature and keyEncipherment
    assertThat(leaf.getKeyUsage())
        .containsExactly(true, false, true, false, false, false, false, false, false);
    assertThat(((RSAPublicKey) leaf.getPublicKey()).getModulus())
        .returns(4096, BigInteger::bitLength);
  }

  @Test
  void issuesFromAFabricThatTheOlderCommandLineMade() throws Exception {
    TestAuthority older = TestAuthority.create("default_fabric", TestKeys.rsa());
    Path folder = Files.createDirectory(parent.resolve("default_fabric"));
    Files.writeString(folder.resolve("cert.pem"), TestPeer.pem(List.of(older.certificate())));
    Files.writeString(folder.resolve("key.pem"), TestPeer.traditionalPem(older.key()));

    FabricAuthority fabric =
        FabricAuthority.open(parent, "default_fabric", Clock.systemUTC(), RANDOM);

    assertThat(fabric.keyType()).isEqualTo(KeyType.RSA);
    assertThat(PeerCredentials.load(fabric.issue("east", KeyType.EC)).peer()).isEqualTo("east");
  }

  static Stream<String> badNames() {
    return Stream.of(
        "",
        ".",
        "..",
        "../x",
        "../../x",
        "/tmp/x",
        "a/b",
        "a\\b",
        "a\0b",
        "a\nb",
        "\u001b[31mred",
        "a b",
        "a:b",
        "~",
        "x".repeat(300),
        "\ud83d\ude00",
        "\u00e9st",
        "\uff45ast",
        "10.0.0.1");
  }

  private FabricAuthority create(String name) {
    return FabricAuthority.create(parent, name, KeyType.EC, clock, RANDOM);
  }

  private FabricAuthority open() {
    return openAt(NOW);
  }

  private FabricAuthority openAt(Instant now) {
    return FabricAuthority.open(parent, "fabric", Clock.fixed(now, ZoneOffset.UTC), RANDOM);
  }

  private static void assertFails(ThrowingCallable attempt, Kind kind, String message) {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(attempt)
        .withMessage(message)
        .returns(kind, FabricException::kind);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
