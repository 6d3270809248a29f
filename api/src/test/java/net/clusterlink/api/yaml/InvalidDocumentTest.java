package net.clusterlink.api.yaml;

import static net.clusterlink.api.yaml.Reading.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;

/** What is known of a document that cannot be read, as whoever fails closed must know. */
class InvalidDocumentTest {

  @Test
  void knowsKindNameAndNamespaceWhenTheSpecIsBad() {
    var document = invalid(policy("name: web, namespace: shop"));
    assertThat(document.kind()).contains(Kind.ACCESS_POLICY);
    assertThat(document.name()).contains(new ResourceName("shop", "web"));
    assertThat(document.namespace()).contains("shop");
    assertThat(document.at()).isEqualTo(new Location("east.yaml", 1));
  }

  @Test
  void knowsTheDefaultNamespaceWhenNoneIsGiven() {
    assertThat(invalid(policy("name: web")).namespace()).contains("default");
    assertThat(
            invalid("{apiVersion: clusterlink.net/v1alpha1, kind: Peer, metadata: {name: w}}")
                .namespace())
        .contains("clusterlink-system");
  }

  @Test
  void knowsTheNamespaceWhenOnlyTheNameIsBad() {
    var document = invalid(policy("name: Web, namespace: shop"));
    assertThat(document.name()).isEmpty();
    assertThat(document.namespace()).contains("shop");
  }

  @Test
  void assumesNoNamespaceWhereOneMayBeMeant() {
    for (String metadata :
        new String[] {
          "name: web, namspace: shop",
          "name: web, namespace: Shop!",
          "name: web, namespace: 7",
          "name: web, namespace: ",
          "name: web, namespace: shop, namespace: other",
          "name: web, yes: shop",
          "name: web, unknown: x"
        }) {
      var document = invalid(policy(metadata));
      assertThat(document.kind()).contains(Kind.ACCESS_POLICY);
      assertThat(document.namespace()).as(metadata).isEmpty();
      assertThat(document.name()).as(metadata).isEmpty();
    }
    assertThat(
            invalid("{apiVersion: clusterlink.net/v1alpha1, kind: AccessPolicy, metadata: [a]}")
                .namespace())
        .isEmpty();
    assertThat(
            invalid(
                    "{apiVersion: clusterlink.net/v1alpha1, kind: AccessPolicy, metdata: {name: a}}")
                .namespace())
        .isEmpty();
  }

  @Test
  void hasNoNamespaceForAClusterScopedKind() {
    var document =
        invalid(
            "{apiVersion: clusterlink.net/v1alpha1, kind: PrivilegedAccessPolicy, metadata: {name:"
                + " all, namespace: shop}}");
    assertThat(document.kind()).contains(Kind.PRIVILEGED_ACCESS_POLICY);
    assertThat(document.name()).contains(ResourceName.clusterScoped("all"));
    assertThat(document.namespace()).isEmpty();
  }

  @Test
  void knowsNothingWhenTheKindIsUnknown() {
    for (String type :
        new String[] {
          "kind: AccesPolicy",
          "kind: AccessPolicy, kind: Export",
          "kind: [AccessPolicy]",
          "kind: ",
          "status: {}"
        }) {
      var document =
          invalid(
              "{apiVersion: clusterlink.net/v1alpha1, "
                  + type
                  + ", metadata: {name: a, namespace: shop}}");
      assertThat(document.kind()).as(type).isEqualTo(Optional.empty());
      assertThat(document.name()).as(type).isEmpty();
      assertThat(document.namespace()).as(type).isEmpty();
    }
  }

  @Test
  void keepsTheKindWhenOnlyTheVersionIsWrong() {
    for (String version :
        new String[] {
          "",
          "apiVersion: clusterlink.net/v1beta1,",
          "apiVersion: clusterlnk.net/v1alpha1,",
          "apiVersion: Clusterlink.net/v1alpha1,",
          "apiVersion: clusterlink.io/v1alpha1,",
          "apiVersion: v1alpha1,",
          "apiVersion: v1, "
        }) {
      assertThat(invalid("{" + version + "kind: AccessPolicy, metadata: {name: a}}").kind())
          .as(version)
          .contains(Kind.ACCESS_POLICY);
    }
  }

  private static String policy(String metadata) {
    return "{apiVersion: clusterlink.net/v1alpha1, kind: AccessPolicy, metadata: {"
        + metadata
        + "}, spec: {}}";
  }
}
