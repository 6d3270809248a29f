package net.clusterlink.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameRuleTest {
  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_253 =
      LABEL_63 + ("." + LABEL_63).repeat(2) + "." + "a".repeat(61);

  @Test
  void allowsNamespacesThatAreDnsLabels() {
    allows(NameRule.DNS_LABEL, "default", "a", "1", "a-1", LABEL_63);
    refuses(NameRule.DNS_LABEL, "", "-a", "a-", "A", "a.b", "a_b", "é", LABEL_63 + "a", "a\n");
  }

  @Test
  void allowsNamesThatAreDnsSubdomainsAsKubernetesReadsThem() {
    allows(NameRule.DNS_SUBDOMAIN, "a", "a.b-c.1", NAME_253, "a".repeat(253));
    refuses(NameRule.DNS_SUBDOMAIN, "", ".a", "a.", "a..b", "a.-b", "A.b", NAME_253 + "a", "a/b");
  }

  @Test
  void allowsImportsOfUpTo63Characters() {
    allows(NameRule.IMPORT, "a.b", LABEL_63);
    refuses(NameRule.IMPORT, "", LABEL_63 + "a", "A");
  }

  @Test
  void allowsPeersThatACertificateCanName() {
    allows(NameRule.PEER, "east", "east.example.com", NAME_253);
    refuses(NameRule.PEER, "", "East", "*.east", "east.", LABEL_63 + "a", NAME_253 + "a", "é");
  }

  @Test
  void allowsLabelKeysWithAndWithoutAPrefix() {
    allows(
        NameRule.LABEL_KEY,
        "app",
        "App_1.x",
        LABEL_63,
        "app.kubernetes.io/name",
        NAME_253 + "/" + LABEL_63);
    refuses(
        NameRule.LABEL_KEY,
        "",
        "/a",
        "a/",
        "a/b/c",
        "A.b/c",
        "-a",
        LABEL_63 + "a",
        "a/" + LABEL_63 + "a",
        NAME_253 + "a/b",
        "a b");
  }

  @Test
  void allowsLabelValuesAndTheEmptyOne() {
    allows(NameRule.LABEL_VALUE, "", "a", "A_b.c-1", LABEL_63);
    refuses(NameRule.LABEL_VALUE, "-a", "a-", "a b", "a/b", LABEL_63 + "a");
  }

  @Test
  void allowsSelectorKeysWithALabelKeyBehindTheSecondSlash() {
    allows(
        NameRule.SELECTOR_KEY,
        "peer.clusterlink.net/name",
        "peer.clusterlink.net/labels.app.kubernetes.io/name",
        "client.clusterlink.net/labels." + LABEL_63,
        "export.clusterlink.net/labels." + NAME_253 + "/" + LABEL_63,
        "app");
    refuses(
        NameRule.SELECTOR_KEY,
        "",
        "peer.clusterlink.net/labels.",
        "peer.clusterlink.net/labels.a/b/c",
        "client.clusterlink.net/labels." + LABEL_63 + "a",
        "example.com/labels.a/b");
  }

  @Test
  void allowsSelectorValuesThatAreNamesOfPeersAndExports() {
    allows(NameRule.SELECTOR_VALUE, "", "A_b", NAME_253);
    refuses(NameRule.SELECTOR_VALUE, "a b", NAME_253 + "a", "a/b", LABEL_63 + "_a");
  }

  @Test
  void allowsHostsThatAreAddressesOrDnsNames() {
    allows(
        NameRule.HOST,
        "10.0.0.1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "localhost",
        "DB.Example.com",
        "db.example.com.",
        "1.example",
        NAME_253);
    refuses(
        NameRule.HOST,
        "",
        ".",
        "[::1]",
        "fe80::1%eth0",
        "10.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "0x7f.1",
        "2130706433",
        "a..b",
        "http://a",
        "a:80",
        "a_b",
        "a b",
        "-a",
        NAME_253 + "a");
  }

  @Test
  void allowsImageTagsAndRegistries() {
    allows(NameRule.IMAGE_TAG, "latest", "v1.2_3-x");
    refuses(NameRule.IMAGE_TAG, "", ".a", "-a", "a/b", "a".repeat(129));
    allows(NameRule.IMAGE_REGISTRY, "localhost:5000", "registry.example.com/clusterlink");
    refuses(NameRule.IMAGE_REGISTRY, "", "https//", "a b");
  }

  @Test
  void answersQuicklyForHostileNames() {
    String hostile = "a-".repeat(2_000_000);
    for (NameRule rule : NameRule.values()) {
      assertThat(rule.allows(hostile)).isFalse();
    }
  }

  private static void allows(NameRule rule, String... names) {
    assertThat(List.of(names)).allMatch(rule::allows);
  }

  private static void refuses(NameRule rule, String... names) {
    assertThat(List.of(names)).noneMatch(rule::allows);
  }
}
