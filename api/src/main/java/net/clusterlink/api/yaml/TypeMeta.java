package net.clusterlink.api.yaml;

import java.util.Optional;
import net.clusterlink.api.Kind;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a document says it is (Kubernetes: {@code TypeMeta}). Only what is surely of another group
 * is foreign: a misspelt policy must not be passed over as one.
 */
record TypeMeta(Optional<String> apiVersion, Optional<String> kind) {
  private static final String LIST = "List";
  private static final String PRODUCT = "clusterlink";
  private static final int MISSPELT = 3;

  /** What can be told without noting anything. */
  static TypeMeta peek(Node root) {
    var fields = new Value(root, FieldPath.DOCUMENT, new Findings("")).object();
    return new TypeMeta(text(fields, "apiVersion"), text(fields, "kind"));
  }

  private static Optional<String> text(Optional<Fields> fields, String name) {
    return fields.flatMap(found -> found.optional(name)).flatMap(Value::text);
  }

  /** Whether it is a list of objects, as {@code kubectl get -o yaml} writes. */
  boolean isList() {
    String version = apiVersion.orElse("");
    String title = kind.orElse("");
    return (version.equals("v1") && title.equals(LIST))
        || (version.equals(Kind.API_VERSION)
            && title.endsWith(LIST)
            && Kind.titled(title.substring(0, title.length() - LIST.length())).isPresent());
  }

  /** Whether it is of another group. */
  boolean isForeign() {
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      return false;
    }
    int slash = apiVersion.get().indexOf('/');
    if (slash < 0) {
      return Kind.titled(kind.get()).isEmpty() && !kind.get().equalsIgnoreCase(LIST);
    }
    String group = apiVersion.get().substring(0, slash);
    return !group.contains(PRODUCT) && Nearest.edits(group, Kind.GROUP) > MISSPELT;
  }

  /** The kind of a document of ours; notes what is wrong with its type. */
  static Optional<Kind> check(Fields document) {
    document
        .required("apiVersion", "add apiVersion: " + Kind.API_VERSION)
        .ifPresent(value -> value.choice(new String[] {Kind.API_VERSION}, version -> version));
    return document
        .required("kind", "add one, as kind: " + Kind.IMPORT)
        .flatMap(value -> value.choice(Kind.values(), Kind::title));
  }
}
