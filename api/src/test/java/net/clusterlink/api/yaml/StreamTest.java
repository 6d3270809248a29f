package net.clusterlink.api.yaml;

import static net.clusterlink.api.yaml.Reading.documents;
import static net.clusterlink.api.yaml.Reading.problems;
import static net.clusterlink.api.yaml.Reading.single;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.clusterlink.api.Kind;
import org.junit.jupiter.api.Test;

/** What becomes of the documents of a file. */
class StreamTest {
  private static final String EXPORT =
      "{apiVersion: clusterlink.net/v1alpha1, kind: Export, metadata: {name: a}, spec: {port: 1}}";

  @Test
  void passesOverEmptyDocuments() {
    assertThat(documents("")).isEmpty();
    assertThat(documents("# only a comment\n---\n---\n# another\n...\n---\nnull\n---\n~\n"))
        .isEmpty();
  }

  @Test
  void readsEveryDocumentWithItsLine() {
    var read = documents("# first\n---\n" + EXPORT + "\n---\nkind: Export\n---\n" + EXPORT + "\n");
    assertThat(read).extracting(document -> document.at().line()).containsExactly(3, 5, 7);
    assertThat(read.get(0)).isInstanceOf(Document.Valid.class);
    assertThat(read.get(1)).isInstanceOf(Document.Invalid.class);
    assertThat(read.get(2)).isInstanceOf(Document.Valid.class);
  }

  @Test
  void keepsTheDocumentsBeforeASyntaxError() {
    var read = documents(EXPORT + "\n---\nkind: Export\n  spec: [\n---\n" + EXPORT + "\n");
    assertThat(read).hasSize(2);
    assertThat(read.getFirst()).isInstanceOf(Document.Valid.class);
    assertThat(read.getLast())
        .isInstanceOfSatisfying(
            Document.Invalid.class,
            rest -> {
              assertThat(rest.kind()).isEmpty();
              assertThat(rest.problems())
                  .extracting(Problem::toString)
                  .containsExactly(
                      "east.yaml:4: is not YAML: mapping values are not allowed here; mend it; from"
                          + " here on nothing was read");
            });
  }

  @Test
  void saysWhereTheTextStopsBeingYaml() {
    assertThat(problems("a: b\nc: \"\\xzz\"\n"))
        .containsExactly(
            "east.yaml:2: is not YAML: while scanning a double-quoted scalar, expected escape"
                + " sequence of 2 hexadecimal numbers, but found: zz; mend it; from here on nothing"
                + " was read");
    assertThat(problems("a: b\nc: \"\\x"))
        .containsExactly(
            "east.yaml:2: is not YAML: an escape or a directive is malformed; mend it; from here on"
                + " nothing was read");
    assertThat(problems("a: *b"))
        .containsExactly(
            "east.yaml:1: is not YAML: found undefined alias b; mend it; from here on nothing was"
                + " read");
  }

  @Test
  void namesForeignObjectsAndSkipsThem() {
    var foreign =
        documents(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {anything: [goes]}
            ---
            {apiVersion: v1, kind: Service}
            ---
            {apiVersion: "x/\\e[2J", kind: "\\e[31m"}
            """);
    assertThat(foreign)
        .containsExactly(
            new Document.Foreign("apps/v1", "Deployment", new Location("east.yaml", 1)),
            new Document.Foreign("v1", "Service", new Location("east.yaml", 5)),
            new Document.Foreign("x/\\u001b[2J", "\\u001b[31m", new Location("east.yaml", 7)));
  }

  @Test
  void readsTheItemsOfLists() {
    String items =
        """
        metadata: {resourceVersion: ""}
        items:
        - %s
        - {apiVersion: v1, kind: Service}
        - {apiVersion: clusterlink.net/v1alpha1, kind: Export, metadata: {name: a}, spec: {port: 0}}
        """
            .formatted(EXPORT);
    for (String header :
        List.of(
            "apiVersion: v1\nkind: List\n",
            "apiVersion: clusterlink.net/v1alpha1\nkind: ExportList\n")) {
      var read = documents(header + items);
      assertThat(read).extracting(document -> document.at().line()).containsExactly(5, 6, 7);
      assertThat(read.get(0)).isInstanceOf(Document.Valid.class);
      assertThat(read.get(1)).isInstanceOf(Document.Foreign.class);
      assertThat(read.get(2))
          .isInstanceOfSatisfying(
              Document.Invalid.class,
              invalid ->
                  assertThat(invalid.problems().getFirst().field())
                      .isEqualTo("items[2].spec.port"));
    }
  }

  @Test
  void refusesListsThatHideTheirItems() {
    assertThat(problems("{apiVersion: v1, kind: List, itmes: []}"))
        .containsExactly(
            "east.yaml:1: itmes: is not a known field; did you mean items?",
            "east.yaml:1: items: is missing; list the objects");
    assertThat(problems("{apiVersion: v1, kind: list, items: []}"))
        .contains("east.yaml:1: apiVersion: \"v1\" is not known; use clusterlink.net/v1alpha1");
    assertThat(problems("{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: List}]}"))
        .containsExactly(
            "east.yaml:1: items[0]: is a List within a List; list its items in the outer one");
    assertThat(documents("{apiVersion: v1, kind: List, items: []}")).isEmpty();
  }

  @Test
  void refusesFilesThatAreTooLarge() {
    assertThat(problems("#" + " ".repeat(4 << 20)))
        .containsExactly(
            "east.yaml:1: the file has 4194305 bytes, more than 4194304; split it into several"
                + " files");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    var document = new ManifestReader().read("east.yaml", new byte[] {'a', '\n', (byte) 0xff});
    assertThat(document.documents())
        .singleElement()
        .isInstanceOfSatisfying(
            Document.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(Problem::toString)
                    .containsExactly("east.yaml:2: the file is not UTF-8 text; save it as UTF-8"));
  }

  @Test
  void refusesControlCharacters() {
    assertThat(problems(EXPORT + "\n# \u001b[31m\n"))
        .containsExactly(
            "east.yaml:2: the character U+001B is not allowed in YAML; remove it, or write it as an"
                + " escape in double quotes");
  }

  @Test
  void refusesDocumentsBeyondTheLimits() {
    assertThat(problems("[".repeat(10_000)))
        .containsExactly(
            "east.yaml:1: lists and objects stand within each other more than 100 deep; write it"
                + " flatter");
    assertThat(problems("a: [" + "x,".repeat(100_000) + "]"))
        .containsExactly(
            "east.yaml:1: the document has more than 100000 values, counting those that repeat;"
                + " split it into several documents");
    assertThat(problems("a: &a x\nb: [" + "*a ,".repeat(101) + "]"))
        .containsExactly(
            "east.yaml:2: the document has more than 100 aliases; write the values out");
    assertThat(problems("a: &a [*a ]"))
        .containsExactly(
            "east.yaml:1: an alias stands within the value it repeats; write the value out");
    assertThat(problems("---\n".repeat(10_001)))
        .containsExactly(
            "east.yaml:10001: the file has more than 10000 documents; split it into several files");
  }

  @Test
  void refusesAliasesThatMultiply() {
    var bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i <= 10; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append(("*a" + (i - 1) + " ,").repeat(9)).append("]\n");
    }
    assertThat(problems(bomb.toString()))
        .containsExactly(
            "east.yaml:6: the document has more than 100000 values, counting those that repeat;"
                + " split it into several documents");
  }

  @Test
  void escapesTheNameOfAFile() {
    var read = new ManifestReader().read("a\u001b[31m\n.yaml", bytes("kind: Export"));
    assertThat(read.documents().getFirst().at()).hasToString("a\\u001b[31m\\u000a.yaml:1");
  }

  @Test
  void tellsTheKindOfAValidDocument() {
    assertThat(single(EXPORT))
        .isInstanceOfSatisfying(
            Document.Valid.class,
            valid -> assertThat(valid.resource().kind()).isEqualTo(Kind.EXPORT));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
