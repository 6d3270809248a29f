package net.clusterlink.api.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one document after another; a {@code List} gives a document for each of its items. */
final class DocumentReader {
  private static final FieldPath ROOT = FieldPath.DOCUMENT;

  private final String file;
  private final List<Document> documents = new ArrayList<>();

  DocumentReader(String file) {
    this.file = file;
  }

  /** Reads a document of the stream; an empty one is passed over. */
  void read(Node root) {
    if (ScalarForm.isNothing(root)) {
      return;
    }
    var type = TypeMeta.peek(root);
    if (type.isList()) {
      readList(root);
    } else {
      documents.add(readObject(root, ROOT));
    }
  }

  /** Notes what ended the stream early: what it hides may be of any kind. */
  void cutShort(Problem problem) {
    documents.add(invalid(problem.at(), List.of(problem)));
  }

  Manifest manifest() {
    return new Manifest(documents);
  }

  private void readList(Node root) {
    var findings = new Findings(file);
    var items =
        new Value(root, ROOT, findings)
            .object()
            .map(list -> list.only("apiVersion", "kind", "metadata", "items"))
            .flatMap(list -> list.required("items", "list the objects"))
            .flatMap(Value::items)
            .orElse(List.of());
    if (findings.anyRefused()) {
      documents.add(invalid(findings.locate(root), findings.problems()));
    }
    for (Value item : items) {
      documents.add(readObject(item.node(), item.path()));
    }
  }

  private Document readObject(Node root, FieldPath path) {
    var findings = new Findings(file);
    var at = findings.locate(root);
    var type = TypeMeta.peek(root);
    if (type.isForeign()) {
      return new Document.Foreign(
          Excerpt.bare(type.apiVersion().orElse("")), Excerpt.bare(type.kind().orElse("")), at);
    }
    var value = new Value(root, path, findings);
    if (type.isList()) {
      value.refuse("is a List within a List", "list its items in the outer one");
      return invalid(at, findings.problems());
    }
    var object = value.object();
    var fields = object.map(all -> all.only("apiVersion", "kind", "metadata", "spec", "status"));
    var kind = fields.flatMap(TypeMeta::check);
    var header = kind.map(known -> header(known, fields.orElseThrow()));
    var resource = header.flatMap(known -> resource(known, fields.orElseThrow()));
    if (findings.anyRefused()) {
      return new Document.Invalid(
          kind,
          header.flatMap(Header::resourceName),
          header.flatMap(Header::namespace),
          at,
          findings.problems());
    }
    return new Document.Valid(resource.orElseThrow(), at, findings.warnings());
  }

  private static Header header(Kind kind, Fields fields) {
    return fields
        .required("metadata", "add it, with a name")
        .flatMap(Value::object)
        .map(metadata -> Header.read(kind, metadata))
        .orElseGet(() -> Header.unknown(kind));
  }

  private static Optional<? extends Resource> resource(Header header, Fields fields) {
    var reader = new SpecReader(header);
    if (header.kind() == Kind.INSTANCE && fields.isAbsent("spec")) {
      return reader.read(Fields.none(fields.place("spec")));
    }
    return fields.required("spec", "add it").flatMap(Value::object).flatMap(reader::read);
  }

  private static Document.Invalid invalid(Location at, List<Problem> problems) {
    return new Document.Invalid(Optional.empty(), Optional.empty(), Optional.empty(), at, problems);
  }
}
