package net.clusterlink.controlplane.directory;

import static net.clusterlink.controlplane.Manifests.export;
import static net.clusterlink.controlplane.Manifests.imported;
import static net.clusterlink.controlplane.Manifests.peer;
import static net.clusterlink.controlplane.Manifests.policy;
import static net.clusterlink.controlplane.Manifests.privileged;
import static net.clusterlink.controlplane.Manifests.together;
import static net.clusterlink.controlplane.Manifests.workload;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.yaml.ManifestReader;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.ConfigProblem;
import net.clusterlink.controlplane.store.UnreadablePolicy;
import org.junit.jupiter.api.Test;

class CatalogTest {
  /** A document whose name nobody can tell. */
  private static final String GIBBERISH = "kind: [\n";

  private final Catalog catalog = new Catalog();
  private ChangeSet last =
      new ChangeSet(List.of(), List.of(), List.of(), catalog.problems(), Duration.ZERO);

  private static FileContent content(String file, String text) {
    return FileContent.of(new ManifestReader().read(file, text.getBytes(StandardCharsets.UTF_8)));
  }

  private void take(Map<String, String> changed, Set<String> removed, Map<String, String> renamed) {
    var contents = new TreeMap<String, FileContent>();
    changed.forEach((file, text) -> contents.put(file, content(file, text)));
    last = catalog.take(new Batch(contents, removed, renamed), Duration.ZERO);
  }

  private void put(String file, String text) {
    take(Map.of(file, text), Set.of(), Map.of());
  }

  private void remove(String file) {
    take(Map.of(), Set.of(file), Map.of());
  }

  private List<String> changes() {
    var changes = new TreeSet<String>();
    for (Change change : last.changes()) {
      changes.add(
          switch (change) {
            case Change.Put(var resource) -> "+" + ObjectKey.of(resource);
            case Change.Remove(Kind kind, ResourceName name) -> "-" + new ObjectKey(kind, name);
            case Change.PolicyUnreadable(UnreadablePolicy policy) ->
                "lock " + policy.namespace().orElse("all");
            case Change.PolicyMended(UnreadablePolicy policy) ->
                "unlock " + policy.namespace().orElse("all");
          });
    }
    return List.copyOf(changes);
  }

  private List<String> errors() {
    return catalog.problems().all().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void takesEveryGoodDocument() {
    put("a.yaml", together(peer("west"), imported("web", 8080), privileged("all", "allow")));

    assertThat(changes())
        .containsExactly(
            "+Import default/web", "+Peer clusterlink-system/west", "+PrivilegedAccessPolicy all");
    assertThat(errors()).isEmpty();
  }

  @Test
  void tellsNothingWhenAnObjectOnlyMovesWithinItsFile() {
    put("a.yaml", export("web", "10.0.0.1"));
    put("a.yaml", "# a comment\n" + export("web", "10.0.0.1"));

    assertThat(last.isEmpty()).isTrue();
  }

  @Test
  void removesTheObjectsOfARemovedFile() {
    put("a.yaml", together(export("web", "10.0.0.1"), export("db", "10.0.0.2")));
    remove("a.yaml");

    assertThat(changes()).containsExactly("-Export default/db", "-Export default/web");
  }

  @Test
  void keepsTheLastGoodVersionOfADocumentThatBreaks() {
    put("a.yaml", together(export("web", "10.0.0.1"), export("db", "10.0.0.2")));
    put(
        "a.yaml",
        together(export("web", "10.0.0.9"), export("db", "10.0.0.2") + "  colour: red\n"));

    assertThat(changes()).containsExactly("+Export default/web");
    assertThat(errors()).singleElement().asString().contains("a.yaml:", "colour");
  }

  @Test
  void keepsAllObjectsOfAFileInWhichANameIsNoLongerKnown() {
    put("a.yaml", together(export("web", "10.0.0.1"), export("db", "10.0.0.2")));
    put("a.yaml", together(export("web", "10.0.0.9"), GIBBERISH));

    assertThat(changes()).containsExactly("+Export default/web");

    put("a.yaml", export("web", "10.0.0.9"));
    assertThat(changes()).containsExactly("-Export default/db");
    assertThat(errors()).isEmpty();
  }

  @Test
  void removesWhatWasKeptWhenItsBrokenFileIsRemoved() {
    put("a.yaml", export("web", "10.0.0.1"));
    put("a.yaml", GIBBERISH);
    remove("a.yaml");

    assertThat(changes()).containsExactly("-Export default/web");
    assertThat(errors()).isEmpty();
  }

  @Test
  void keepsWhatABrokenFileHeldWhenItIsRenamed() {
    put("a.yaml", policy("default", "none", "deny"));
    put("a.yaml", GIBBERISH);
    take(Map.of("b.yaml", GIBBERISH), Set.of("a.yaml"), Map.of("a.yaml", "b.yaml"));

    assertThat(changes()).isEmpty();

    remove("b.yaml");
    assertThat(changes()).containsExactly("-AccessPolicy default/none");
  }

  @Test
  void takesNeitherOfTwoDefinitionsAtTheStart() {
    take(
        Map.of("a.yaml", export("web", "10.0.0.1"), "b.yaml", export("web", "10.0.0.2")),
        Set.of(),
        Map.of());

    assertThat(changes()).isEmpty();
    assertThat(errors())
        .singleElement()
        .asString()
        .isEqualTo(
            "error: b.yaml:1: metadata.name: Export default/web is also defined at a.yaml:1;"
                + " neither is taken, and what was in force stays until the next start; keep one of"
                + " them and remove the other, or give it another name");
  }

  @Test
  void keepsTheLastGoodVersionOfAnObjectDefinedTwice() {
    put("b.yaml", export("web", "10.0.0.1"));
    put("a.yaml", export("web", "10.0.0.2"));
    assertThat(changes()).isEmpty();
    assertThat(errors()).hasSize(1);

    put("b.yaml", export("web", "10.0.0.3"));
    assertThat(changes()).isEmpty();

    remove("b.yaml");
    assertThat(changes()).containsExactly("+Export default/web");
    assertThat(errors()).isEmpty();
  }

  @Test
  void keepsADenyThatMovedToAFileThatThenBreaksWhole() {
    put("a.yaml", policy("default", "none", "deny"));
    take(Map.of("a.yaml", "", "b.yaml", policy("default", "none", "permit")), Set.of(), Map.of());
    assertThat(changes()).isEmpty();

    put("b.yaml", GIBBERISH);
    assertThat(changes()).isEmpty();
    put("b.yaml", GIBBERISH + "# still\n");
    assertThat(changes()).isEmpty();

    put("b.yaml", "");
    assertThat(changes()).containsExactly("-AccessPolicy default/none");
    assertThat(errors()).isEmpty();
  }

  @Test
  void takesNoSecondDefinitionWhenTheFileOfTheFirstBreaksWhole() {
    put("a.yaml", policy("default", "web", "deny"));
    put("b.yaml", policy("default", "web", "allow"));
    put("a.yaml", GIBBERISH);

    assertThat(changes()).isEmpty();
    assertThat(errors())
        .contains(
            "error: b.yaml:1: metadata.name: AccessPolicy default/web may also be defined at"
                + " a.yaml:2, which cannot be read; it is not taken; mend or remove a.yaml");

    remove("b.yaml");
    assertThat(changes()).as("a.yaml may still hold it").isEmpty();
    put("b.yaml", policy("default", "web", "allow"));
    assertThat(changes()).isEmpty();

    remove("a.yaml");
    assertThat(changes()).containsExactly("+AccessPolicy default/web");
    assertThat(errors()).isEmpty();
  }

  @Test
  void takesTheFirstDefinitionAgainOnceTheFileOfTheSecondIsMended() {
    put("a.yaml", policy("default", "web", "deny"));
    put("b.yaml", policy("default", "web", "allow"));
    put("b.yaml", GIBBERISH);
    put("a.yaml", policy("default", "web", "allow"));
    assertThat(changes()).isEmpty();

    put("b.yaml", "");
    assertThat(changes()).containsExactly("+AccessPolicy default/web");
    assertThat(errors()).isEmpty();
  }

  @Test
  void keepsWhatTwoBrokenFilesHeldWhenTheySwapTheirNames() {
    put("a.yaml", policy("default", "one", "deny"));
    put("b.yaml", policy("default", "two", "deny"));
    put("a.yaml", GIBBERISH);
    put("b.yaml", GIBBERISH);
    take(
        Map.of("a.yaml", GIBBERISH, "b.yaml", GIBBERISH),
        Set.of(),
        Map.of("a.yaml", "b.yaml", "b.yaml", "a.yaml"));
    assertThat(changes()).isEmpty();

    put("a.yaml", "");
    assertThat(changes()).containsExactly("-AccessPolicy default/two");
    put("b.yaml", "");
    assertThat(changes()).containsExactly("-AccessPolicy default/one");
  }

  @Test
  void forgetsWhatAFileHeldThatAnotherReplaced() {
    put("a.yaml", policy("default", "one", "deny"));
    put("b.yaml", policy("default", "two", "deny"));
    put("b.yaml", GIBBERISH);
    take(
        Map.of("b.yaml", policy("default", "one", "deny")),
        Set.of("a.yaml"),
        Map.of("a.yaml", "b.yaml"));

    assertThat(changes()).containsExactly("-AccessPolicy default/two");
  }

  @Test
  void movesAnObjectFromOneFileToAnother() {
    put("a.yaml", together(export("web", "10.0.0.1"), export("db", "10.0.0.2")));
    take(
        Map.of("a.yaml", export("db", "10.0.0.2"), "b.yaml", export("web", "10.0.0.1")),
        Set.of(),
        Map.of());

    assertThat(changes()).isEmpty();

    remove("a.yaml");
    assertThat(changes()).containsExactly("-Export default/db");
  }

  @Test
  void refusesTheNamespaceOfAPolicyUnreadableAtTheStart() {
    put("a.yaml", policy("shop", "web", "permit"));

    assertThat(changes()).containsExactly("lock shop");
    assertThat(catalog.unreadable())
        .singleElement()
        .extracting(UnreadablePolicy::namespace)
        .isEqualTo(Optional.of("shop"));

    put("a.yaml", policy("shop", "web", "allow"));
    assertThat(changes()).containsExactly("+AccessPolicy shop/web", "unlock shop");
    assertThat(catalog.unreadable()).isEmpty();
  }

  @Test
  void refusesEverythingForAPrivilegedPolicyUnreadableAtTheStart() {
    put("a.yaml", privileged("all", "permit"));

    assertThat(changes()).containsExactly("lock all");
  }

  @Test
  void refusesEverythingForADocumentOfUnknownKindAtTheStart() {
    put("a.yaml", GIBBERISH);
    assertThat(changes()).containsExactly("lock all");

    remove("a.yaml");
    assertThat(changes()).containsExactly("unlock all");
  }

  @Test
  void refusesNothingForAnotherKindUnreadableAtTheStart() {
    put("a.yaml", imported("web", 99_999));

    assertThat(changes()).isEmpty();
    assertThat(errors()).isNotEmpty();
  }

  @Test
  void refusesTheNamespaceOfAPolicyDefinedTwiceAtTheStart() {
    take(
        Map.of("a.yaml", policy("shop", "web", "allow"), "b.yaml", policy("shop", "web", "deny")),
        Set.of(),
        Map.of());

    assertThat(last.changes()).hasSize(2).allMatch(Change.PolicyUnreadable.class::isInstance);

    remove("a.yaml");
    assertThat(catalog.unreadable()).isEmpty();
    assertThat(changes()).containsExactly("+AccessPolicy shop/web", "unlock shop");
  }

  @Test
  void goesOnRefusingWhenAnUnreadablePolicyBecomesLessReadable() {
    put("a.yaml", policy("shop", "web", "permit"));
    put("a.yaml", GIBBERISH);

    assertThat(changes()).containsExactly("lock all", "unlock shop");
  }

  @Test
  void goesOnRefusingWhenAnUnreadableFileIsRenamed() {
    put("a.yaml", GIBBERISH);
    take(Map.of("b.yaml", GIBBERISH), Set.of("a.yaml"), Map.of("a.yaml", "b.yaml"));

    assertThat(catalog.unreadable()).hasSize(1);

    put("b.yaml", "");
    assertThat(catalog.unreadable()).isEmpty();
  }

  @Test
  void goesOnRefusingWhenAnUnreadableFileSwapsItsNameWithAnother() {
    take(Map.of("a.yaml", GIBBERISH, "b.yaml", ""), Set.of(), Map.of());
    take(
        Map.of("a.yaml", "", "b.yaml", GIBBERISH),
        Set.of(),
        Map.of("a.yaml", "b.yaml", "b.yaml", "a.yaml"));

    assertThat(catalog.unreadable()).hasSize(1);
  }

  @Test
  void refusesNothingForAFileThatBreaksLater() {
    put("a.yaml", policy("shop", "web", "allow"));
    put("a.yaml", GIBBERISH);
    assertThat(changes()).isEmpty();

    put("b.yaml", privileged("all", "permit"));
    assertThat(changes()).isEmpty();
    assertThat(catalog.unreadable()).isEmpty();
    assertThat(errors()).hasSize(2);
  }

  @Test
  void givesAPortToTheFirstImportByNameAtTheStart() {
    put("a.yaml", together(imported("zebra", 8080), imported("apple", 8080)));

    assertThat(changes()).containsExactly("+Import default/apple");
    assertThat(errors())
        .anySatisfy(error ->
            assertThat(error)
                .isEqualTo(
                    "error: a.yaml:1: spec.port: port 8080 is already listened on by Import"
                        + " default/apple at a.yaml:12; set spec.targetPort to a port that no"
                        + " other import listens on"));
  }

  @Test
  void leavesAPortToTheImportInForce() {
    put("a.yaml", imported("zebra", 8080));
    put("b.yaml", imported("apple", 8080));
    assertThat(changes()).isEmpty();

    remove("a.yaml");
    assertThat(changes()).containsExactly("+Import default/apple", "-Import default/zebra");
  }

  @Test
  void keepsTheFormerPortOfAnImportThatWantsATakenOne() {
    put("a.yaml", imported("apple", 8080));
    put("b.yaml", imported("zebra", 8081));
    put("b.yaml", imported("zebra", 8080));
    assertThat(changes()).isEmpty();

    put("c.yaml", imported("cherry", 8081));
    assertThat(changes()).as("8081 is still zebra's").isEmpty();

    put("a.yaml", imported("apple", 8090));
    assertThat(changes())
        .containsExactly(
            "+Import default/apple", "+Import default/cherry", "+Import default/zebra");
  }

  @Test
  void swapsThePortsOfTwoImportsThatChangeAtOnce() {
    put("a.yaml", together(imported("apple", 8080), imported("zebra", 8081)));
    put("a.yaml", together(imported("apple", 8081), imported("zebra", 8080)));

    assertThat(changes()).containsExactly("+Import default/apple", "+Import default/zebra");
    assertThat(errors()).noneMatch(error -> error.contains("listened"));
  }

  @Test
  void givesBackThePortOfAnImportThatMayNotMove() {
    put(
        "a.yaml",
        together(imported("apple", 1001), imported("berry", 1002), imported("cherry", 1003)));
    // berry wants the port of cherry, which stays; so apple cannot have berry's.
    put(
        "a.yaml",
        together(imported("apple", 1002), imported("berry", 1003), imported("cherry", 1003)));

    assertThat(changes()).isEmpty();
    assertThat(errors()).filteredOn(error -> error.contains("listened")).hasSize(2);
  }

  @Test
  void warnsOfAnImportFromAPeerThatIsNotThere() {
    put("a.yaml", imported("web", 8080, "west"));
    assertThat(changes()).containsExactly("+Import default/web");
    assertThat(errors())
        .singleElement()
        .asString()
        .startsWith("warning: a.yaml:1: spec.sources[0].peer: there is no Peer named west");

    put("b.yaml", peer("west"));
    assertThat(errors()).isEmpty();

    remove("b.yaml");
    assertThat(errors()).hasSize(1);
  }

  @Test
  void namesBothWorkloadsOfOneAddressAndKeepsThem() {
    put("a.yaml", workload("client", "10.1.2.3"));
    put("b.yaml", workload("other", "10.1.2.3"));
    assertThat(changes()).containsExactly("+Workload default/other");
    assertThat(errors())
        .singleElement()
        .asString()
        .startsWith(
            "error: b.yaml:1: spec.addresses[0]: 10.1.2.3 is also an address of Workload"
                + " default/client at a.yaml:1");

    put("a.yaml", workload("client", "10.1.2.4"));
    assertThat(errors()).isEmpty();
  }

  @Test
  void saysNothingOfAddressesThatAreMoreSpecific() {
    put("a.yaml", together(workload("client", "10.1.2.3"), workload("others", "10.1.2.0/24")));

    assertThat(errors()).isEmpty();
  }

  @Test
  void tellsWhichProblemsAppearedAndWhichAreMended() {
    put("a.yaml", export("web", "10.0.0.1"));
    put("a.yaml", GIBBERISH);
    assertThat(last.appeared()).hasSize(1);
    assertThat(last.mended()).isEmpty();

    put("a.yaml", export("web", "10.0.0.1"));
    assertThat(last.appeared()).isEmpty();
    assertThat(last.mended()).hasSize(1);
    assertThat(last.problems().isEmpty()).isTrue();
  }
}
