package net.clusterlink.api.yaml;

import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.NameRule;
import net.clusterlink.api.ResourceName;

/**
 * What a document's metadata says, as far as it can be read (Kubernetes: {@code ObjectMeta}).
 *
 * @param name empty when it cannot be read
 * @param namespace empty when it cannot be read, and for a cluster-scoped kind
 */
record Header(
    Kind kind, Optional<String> name, Optional<String> namespace, Map<String, String> labels) {

  /** A header of which nothing could be read. */
  static Header unknown(Kind kind) {
    return new Header(kind, Optional.empty(), Optional.empty(), Map.of());
  }

  static Header read(Kind kind, Fields metadata) {
    var known =
        metadata.only(
            "name",
            "namespace",
            "labels",
            "annotations",
            "generateName",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "ownerReferences",
            "finalizers",
            "managedFields",
            "selfLink");
    var name =
        known
            .required("name", "name it: a name made by a cluster is not read")
            .flatMap(value -> value.text(nameRule(kind)));
    var namespace = namespace(kind, known);
    var labels =
        known
            .nullable("labels")
            .flatMap(Value::object)
            .map(fields -> fields.texts(NameRule.LABEL_KEY, NameRule.LABEL_VALUE))
            .orElse(Map.of());
    known
        .nullable("annotations")
        .flatMap(Value::object)
        .ifPresent(fields -> fields.texts(NameRule.LABEL_KEY));
    return new Header(kind, name, namespace, labels);
  }

  private static NameRule nameRule(Kind kind) {
    return switch (kind) {
      case PEER -> NameRule.PEER;
      case IMPORT -> NameRule.IMPORT;
      case EXPORT, ACCESS_POLICY, PRIVILEGED_ACCESS_POLICY, INSTANCE, WORKLOAD ->
          NameRule.DNS_SUBDOMAIN;
    };
  }

  private static Optional<String> namespace(Kind kind, Fields metadata) {
    var given = metadata.optional("namespace");
    return switch (kind.scope()) {
      case CLUSTER -> {
        given.ifPresent(value ->
            value.refuse(
                "is not for a " + kind + ", which applies to all namespaces", "remove it"));
        yield Optional.empty();
      }
      case NAMESPACED -> {
        if (given.isPresent()) {
          yield given.get().text(NameRule.DNS_LABEL);
        }
        // A misspelt field may be the namespace, so none is assumed beside one.
        yield metadata.sound() ? Optional.of(defaultNamespace(kind)) : Optional.empty();
      }
    };
  }

  private static String defaultNamespace(Kind kind) {
    return kind == Kind.PEER ? ResourceName.SYSTEM_NAMESPACE : ResourceName.DEFAULT_NAMESPACE;
  }

  /** The resource's name, when all parts of it could be read. */
  Optional<ResourceName> resourceName() {
    return switch (kind.scope()) {
      case CLUSTER -> name.map(ResourceName::clusterScoped);
      case NAMESPACED -> namespace.flatMap(space -> name.map(own -> new ResourceName(space, own)));
    };
  }

  /** The metadata; for a header that was read without problems. */
  Metadata metadata() {
    return new Metadata(resourceName().orElseThrow(), labels);
  }
}
