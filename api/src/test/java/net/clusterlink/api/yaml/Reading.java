package net.clusterlink.api.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.clusterlink.api.Resource;

/** Reads texts as the tests write them, from a file called {@code east.yaml}. */
final class Reading {
  static final String FILE = "east.yaml";

  private Reading() {}

  static List<Document> documents(String yaml) {
    return new ManifestReader().read(FILE, yaml.getBytes(StandardCharsets.UTF_8)).documents();
  }

  static Document single(String yaml) {
    var documents = documents(yaml);
    assertThat(documents).hasSize(1);
    return documents.getFirst();
  }

  static Document.Valid valid(String yaml) {
    var document = single(yaml);
    assertThat(document).isInstanceOf(Document.Valid.class);
    return (Document.Valid) document;
  }

  static Resource resource(String yaml) {
    return valid(yaml).resource();
  }

  static Document.Invalid invalid(String yaml) {
    var document = single(yaml);
    assertThat(document).isInstanceOf(Document.Invalid.class);
    return (Document.Invalid) document;
  }

  static List<String> problems(String yaml) {
    return invalid(yaml).problems().stream().map(Problem::toString).toList();
  }

  static List<String> warnings(String yaml) {
    return valid(yaml).warnings().stream().map(Problem::toString).toList();
  }
}
