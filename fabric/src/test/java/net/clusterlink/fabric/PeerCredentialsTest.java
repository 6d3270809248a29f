package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.clusterlink.fabric.FabricException.Kind;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestKeys;
import net.clusterlink.fabric.testing.TestPeer;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerCredentialsTest {
  private static final TestAuthority FABRIC = TestAuthority.create("fabric");
  private static final TestPeer EAST = FABRIC.peer("east").issue();

  @TempDir private Path folder;

  @Test
  void loadsPkcs8Key() {
    EAST.writeTo(folder, FABRIC.certificate());

    PeerCredentials credentials = PeerCredentials.load(folder);

    assertThat(credentials.peer()).isEqualTo("east");
    assertThat(credentials.chain()).isEqualTo(EAST.chain());
    assertThat(credentials.certificate()).isEqualTo(EAST.certificate());
    assertThat(credentials.key()).isEqualTo(EAST.key());
    assertThat(credentials.authorities()).containsExactly(FABRIC.certificate());
  }

  @Test
  void loadsSec1Key() throws Exception {
    writeKey(TestPeer.traditionalPem(EAST.key()));

    assertThat(Files.readString(key())).startsWith("-----BEGIN EC PRIVATE KEY-----");
    assertThat(PeerCredentials.load(folder).peer()).isEqualTo("east");
  }

  @Test
  void loadsSec1KeyThatFollowsItsParameters() throws Exception {
    writeKey(
        TestPeer.pem(new PemObject("EC PARAMETERS", Base64.getDecoder().decode("BggqhkjOPQMBBw==")))
            + TestPeer.traditionalPem(EAST.key()));

    assertThat(PeerCredentials.load(folder).peer()).isEqualTo("east");
  }

  @Test
  void loadsPkcs1KeyOfAnOlderFabric() throws Exception {
    TestAuthority older = TestAuthority.create("older", TestKeys.rsa());
    TestPeer peer = older.peer("west").keys(TestKeys.rsa()).issue();
    peer.writeTo(folder, older.certificate());
    Files.writeString(key(), TestPeer.traditionalPem(peer.key()));

    assertThat(Files.readString(key())).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(PeerCredentials.load(folder).peer()).isEqualTo("west");
  }

  @Test
  void trustsEveryAuthorityOfItsFile() {
    TestAuthority next = TestAuthority.create("next");
    EAST.writeTo(folder, FABRIC.certificate(), next.certificate());

    assertThat(PeerCredentials.load(folder).authorities())
        .containsExactlyInAnyOrder(FABRIC.certificate(), next.certificate());
  }

  @Test
  void followsSymbolicLinksAsKubernetesMountsThem() throws Exception {
    Path data = EAST.writeTo(folder.resolve("..data"), FABRIC.certificate());
    for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
      Files.createSymbolicLink(folder.resolve(file), data.resolve(file));
    }

    assertThat(PeerCredentials.load(folder).peer()).isEqualTo("east");
  }

  @Test
  void warnsOfAKeyThatOthersCanRead() throws Exception {
    EAST.writeTo(folder, FABRIC.certificate());
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));

    assertThat(PeerCredentials.load(folder).peer()).isEqualTo("east");
    assertThat(PeerCredentials.warnings(folder))
        .containsExactly(
            key() + " is open to others than its owner (rw-r-----); run `chmod 600 " + key() + "`");
  }

  @Test
  void hidesTheKeyWhenShown() {
    EAST.writeTo(folder, FABRIC.certificate());

    assertThat(PeerCredentials.load(folder))
        .hasToString(
            "PeerCredentials[peer=east, validUntil="
                + EAST.certificate().getNotAfter().toInstant()
                + ", authorities=[\"CN=fabric\"]]");
    assertThat(new Issuer(FABRIC.certificate(), FABRIC.key())).hasToString("Issuer[\"CN=fabric\"]");
  }

  @Test
  void needsACertificate() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PeerCredentials("east", List.of(), EAST.key(), Set.of(FABRIC.certificate())))
        .withMessage("no certificate of peer \"east\"");
  }

  @Test
  void saysWhichFolderIsMissing() {
    folder = folder.resolve("missing");

    assertFails(
        Kind.MISSING,
        "there is no folder "
            + folder
            + " with a peer's certificate; name the folder that `clusterlink create peer-cert`"
            + " made, or issue it anew there");
  }

  @Test
  void saysWhichFileIsMissing() throws Exception {
    EAST.writeTo(folder, FABRIC.certificate());
    String remedy =
        " does not exist; name the folder that `clusterlink create peer-cert` made, or issue it"
            + " anew there";

    Files.delete(key());
    assertFails(Kind.MISSING, key() + remedy);

    Files.delete(folder.resolve("cert.pem"));
    assertFails(Kind.MISSING, folder.resolve("cert.pem") + remedy);
  }

  @Test
  void saysHowToComplementAFolderOfTheOlderCommandLine() throws Exception {
    EAST.writeTo(folder, FABRIC.certificate());
    Files.delete(folder.resolve("ca.pem"));

    assertFails(
        Kind.MISSING,
        folder.resolve("ca.pem")
            + " does not exist; copy the fabric's own certificate there: cp <fabric>/cert.pem "
            + folder.resolve("ca.pem"));
  }

  @Test
  void refusesTheFolderOfTheFabricItself() throws Exception {
    EAST.writeTo(folder, FABRIC.certificate());
    Files.move(
        folder.resolve("ca.pem"), folder.resolve("cert.pem"), StandardCopyOption.REPLACE_EXISTING);

    assertFails(
        Kind.REFUSED,
        folder
            + " is the folder of a fabric itself, whose key no gateway may have; name the folder of"
            + " a peer, which `clusterlink create peer-cert` makes in it");
  }

  @Test
  void refusesFileThatIsNone() throws Exception {
    writeKey("");
    Files.delete(key());
    Files.createDirectory(key());

    assertFails(
        Kind.UNREADABLE, key() + " is not a regular file; put the file itself in its place");
  }

  @Test
  void refusesOversizedFile() throws Exception {
    writeKey("x".repeat(PemFile.MAX_BYTES + 1));

    assertFails(Kind.UNREADABLE, key() + " is larger than 1 MiB; check that it is the right file");
  }

  @Test
  void refusesMalformedPem() throws Exception {
    writeKey("-----BEGIN PRIVATE KEY-----\nAAAA\n");
    assertFails(
        Kind.UNREADABLE, key() + " is not well-formed PEM; restore it from where it was made");

    writeKey("-----BEGIN PRIVATE KEY-----\n!secret!\n-----END PRIVATE KEY-----\n");
    assertFails(
        Kind.UNREADABLE, key() + " is not well-formed PEM; restore it from where it was made");
  }

  @Test
  void refusesMalformedCertificate() throws Exception {
    EAST.writeTo(folder, FABRIC.certificate());
    Files.writeString(
        folder.resolve("cert.pem"), TestPeer.pem(new PemObject("CERTIFICATE", new byte[] {1, 2})));

    assertFails(
        Kind.UNREADABLE,
        folder.resolve("cert.pem")
            + ": certificate 1 is not a well-formed X.509 certificate; restore it from where it was"
            + " made");
  }

  @Test
  void refusesFileWithoutCertificate() throws Exception {
    EAST.writeTo(folder, FABRIC.certificate());
    Files.copy(key(), folder.resolve("cert.pem"), StandardCopyOption.REPLACE_EXISTING);

    assertFails(
        Kind.UNREADABLE,
        folder.resolve("cert.pem")
            + " holds no certificate; it needs a block that begins with -----BEGIN"
            + " CERTIFICATE-----");
  }

  @Test
  void refusesFileWithoutKey() throws Exception {
    writeKey(TestPeer.pem(EAST.chain()));

    assertFails(
        Kind.UNREADABLE,
        key()
            + " holds no private key; it needs a block that begins with -----BEGIN PRIVATE"
            + " KEY-----");
  }

  @Test
  void refusesSeveralKeys() throws Exception {
    String pem = TestPeer.traditionalPem(EAST.key());
    writeKey(pem + pem);

    assertFails(
        Kind.UNREADABLE,
        key() + " holds 2 private keys; leave the one that belongs to the certificate beside it");
  }

  @Test
  void refusesEncryptedKey() throws Exception {
    String message =
        "the private key in "
            + key()
            + " is encrypted; store it decrypted, readable to its owner alone: openssl pkey -in"
            + " <file> -out key.pem";

    writeKey(TestPeer.pem(new PemObject("ENCRYPTED PRIVATE KEY", new byte[] {1})));
    assertFails(Kind.UNREADABLE, message);

    writeKey(
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

        AAAA
        -----END RSA PRIVATE KEY-----
        """);
    assertFails(Kind.UNREADABLE, message);
  }

  @Test
  void refusesMalformedKeyWithoutQuotingIt() throws Exception {
    for (String type : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
      writeKey(TestPeer.pem(new PemObject(type, new byte[] {0x30, 3, 2, 1, 7})));

      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(() -> PeerCredentials.load(folder))
          .withMessageMatching(
              "the private key in .*key.pem is not a well-formed key; restore it from"
                  + " where it was made")
          .withNoCause()
          .returns(Kind.UNREADABLE, FabricException::kind);
    }
  }

  @Test
  void refusesKeyOfAnAlgorithmNotUsedHere() throws Exception {
    KeyPair other = TestKeys.generate("Ed25519", 255);
    writeKey(TestPeer.pem(new PemObject("PRIVATE KEY", other.getPrivate().getEncoded())));

    assertFails(
        Kind.UNREADABLE,
        "the private key in "
            + key()
            + " is of an algorithm that is not used here: 1.3.101.112; use an RSA or EC key in"
            + " PKCS#8, PKCS#1 or SEC 1");
  }

  @Test
  void refusesKeyOfAKindNotRead() throws Exception {
    writeKey(TestPeer.pem(new PemObject("DSA PRIVATE KEY", new byte[] {1})));

    assertFails(
        Kind.UNREADABLE,
        "the private key in "
            + key()
            + " is of a kind that is not read: \"DSA PRIVATE KEY\"; use an RSA or EC key in PKCS#8,"
            + " PKCS#1 or SEC 1");
  }

  @Test
  void refusesKeyOfAnotherCertificate() throws Exception {
    String message =
        "the private key in "
            + key()
            + " does not belong to the certificate in "
            + folder.resolve("cert.pem")
            + "; put the two files that were made together there";

    writeKey(TestPeer.traditionalPem(TestKeys.ec().getPrivate()));
    assertFails(Kind.REFUSED, message);

    writeKey(TestPeer.traditionalPem(TestKeys.rsa().getPrivate()));
    assertFails(Kind.REFUSED, message);

    KeyPairGenerator otherCurve = KeyPairGenerator.getInstance("EC");
    otherCurve.initialize(new ECGenParameterSpec("secp384r1"), new SecureRandom());
    writeKey(TestPeer.traditionalPem(otherCurve.generateKeyPair().getPrivate()));
    assertFails(Kind.REFUSED, message);
  }

  @Test
  void refusesPeersCertificateAsAnAuthority() {
    EAST.writeTo(folder, FABRIC.certificate(), EAST.certificate());

    assertFails(
        Kind.REFUSED,
        folder.resolve("ca.pem")
            + " holds the certificate of \"CN=east\", which is not an authority; leave in it the"
            + " certificates of fabrics alone");
  }

  @Test
  void refusesCertificateOfAnotherFabric() {
    EAST.writeTo(folder, TestAuthority.create("other").certificate());

    assertFails(
        Kind.REFUSED,
        folder.resolve("cert.pem")
            + " would be refused by every peer: the certificate of \"CN=east\" was issued by"
            + " \"CN=fabric\"; a certificate issued by \"CN=other\" was expected; put the"
            + " certificate of the fabric that issued it into ca.pem, or have that fabric issue"
            + " another with `clusterlink create peer-cert`");
  }

  @Test
  void refusesExpiredCertificate() {
    EAST.writeTo(folder, FABRIC.certificate());
    Instant until = EAST.certificate().getNotAfter().toInstant();

    assertFails(
        Clock.fixed(until.plusSeconds(1), ZoneOffset.UTC),
        Kind.REFUSED,
        folder.resolve("cert.pem")
            + " would be refused by every peer: the certificate of \"CN=east\" expired at "
            + until
            + ", and it is "
            + until.plusSeconds(1)
            + " here; issue another with `clusterlink create peer-cert --renew`");
  }

  @Test
  void refusesCertificateNotYetValid() {
    EAST.writeTo(folder, FABRIC.certificate());
    Instant from = EAST.certificate().getNotBefore().toInstant();

    assertFails(
        Clock.fixed(from.minusSeconds(1), ZoneOffset.UTC),
        Kind.REFUSED,
        folder.resolve("cert.pem")
            + " would be refused by every peer: the certificate of \"CN=east\" is valid from "
            + from
            + " on, and it is "
            + from.minusSeconds(1)
            + " here; set this machine's clock, or wait");
  }

  @Test
  void refusesCertificateForOneRoleOnly() {
    FABRIC
        .peer("east")
        .usages(KeyPurposeId.id_kp_clientAuth)
        .issue()
        .writeTo(folder, FABRIC.certificate());

    assertFails(
        Kind.REFUSED,
        folder.resolve("cert.pem")
            + " would be refused by every peer: the certificate of \"CN=east\" has extended key"
            + " usage \"1.3.6.1.5.5.7.3.2\" where serverAuth (1.3.6.1.5.5.7.3.1) was expected;"
            + " issue another with `clusterlink create peer-cert`");
  }

  @Test
  void refusesSeveralNames() {
    FABRIC.peer("east").dnsNames("east", "west").issue().writeTo(folder, FABRIC.certificate());

    assertFails(
        Kind.REFUSED,
        folder.resolve("cert.pem")
            + " would be refused by every peer: the certificate of \"CN=east\" has 2 subject"
            + " alternative names where exactly one was expected; issue another with `clusterlink"
            + " create peer-cert`");
  }

  @Test
  void refusesAnotherPeersCertificateInTheChain() {
    EAST.followedBy(FABRIC.peer("west").issue().certificate())
        .writeTo(folder, FABRIC.certificate());

    assertFails(
        Kind.REFUSED,
        folder.resolve("cert.pem")
            + " would be refused by every peer: after the certificate of \"CN=east\" came that of"
            + " \"CN=west\" where only authorities were expected; leave in it the peer's"
            + " certificate, followed by the fabric's");
  }

  private Path key() {
    return folder.resolve("key.pem");
  }

  private void writeKey(String content) throws IOException {
    EAST.writeTo(folder, FABRIC.certificate());
    Files.writeString(key(), content);
  }

  private void assertFails(Kind kind, String message) {
    assertFails(Clock.systemUTC(), kind, message);
  }

  private void assertFails(Clock clock, Kind kind, String message) {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> PeerCredentials.load(folder, clock))
        .withMessage(message)
        .returns(kind, FabricException::kind)
        .satisfies(e -> assertThat(e.getMessage()).endsWith("; " + e.remedy()));
  }
}
