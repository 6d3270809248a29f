package net.clusterlink.api.yaml;

import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.Instance;
import net.clusterlink.api.Instance.Controlplane;
import net.clusterlink.api.Instance.Dataplane;
import net.clusterlink.api.Instance.Dataplane.DataplaneType;
import net.clusterlink.api.Instance.Ingress;
import net.clusterlink.api.Instance.Ingress.IngressType;
import net.clusterlink.api.Instance.LogLevel;
import net.clusterlink.api.NameRule;
import net.clusterlink.api.ResourceName;

/** Reads the {@code spec} of an instance; every field of it may be left out. */
final class InstanceReader {
  private final Header header;

  InstanceReader(Header header) {
    this.header = header;
  }

  Optional<Instance> read(Fields spec) {
    var fields =
        spec.only(
            "controlplane",
            "dataplane",
            "ingress",
            "logLevel",
            "containerRegistry",
            "tag",
            "namespace",
            "peerLabels");
    var controlplane = part(fields, "controlplane").map(InstanceReader::controlplane);
    var dataplane = part(fields, "dataplane").map(InstanceReader::dataplane);
    var ingress = part(fields, "ingress").flatMap(InstanceReader::ingress);
    var logLevel =
        fields
            .optional("logLevel")
            .flatMap(value -> value.choice(LogLevel.values(), LogLevel::title));
    var registry =
        fields.optional("containerRegistry").flatMap(value -> value.text(NameRule.IMAGE_REGISTRY));
    var tag = fields.optional("tag").flatMap(value -> value.text(NameRule.IMAGE_TAG));
    var namespace = fields.optional("namespace").flatMap(value -> value.text(NameRule.DNS_LABEL));
    var peerLabels =
        part(fields, "peerLabels")
            .map(labels -> labels.texts(NameRule.LABEL_KEY, NameRule.LABEL_VALUE))
            .orElse(Map.of());
    return spec.findings()
        .unlessRefused(() ->
            new Instance(
                header.metadata(),
                controlplane.orElse(Controlplane.DEFAULT),
                dataplane.orElse(Dataplane.DEFAULT),
                ingress.orElse(Ingress.DEFAULT),
                logLevel.orElse(Instance.DEFAULT_LOG_LEVEL),
                registry,
                tag.orElse(Instance.DEFAULT_TAG),
                namespace.orElse(ResourceName.SYSTEM_NAMESPACE),
                peerLabels));
  }

  private static Optional<Fields> part(Fields fields, String name) {
    return fields.optional(name).flatMap(Value::object);
  }

  private static Controlplane controlplane(Fields part) {
    return new Controlplane(
        replicas(part.only("replicas")).orElse(Controlplane.DEFAULT.replicas()));
  }

  private static Dataplane dataplane(Fields part) {
    var fields = part.only("type", "replicas");
    var type =
        fields
            .optional("type")
            .flatMap(value -> value.choice(DataplaneType.values(), DataplaneType::title));
    return new Dataplane(
        type.orElse(Dataplane.DEFAULT.type()),
        replicas(fields).orElse(Dataplane.DEFAULT.replicas()));
  }

  private static Optional<Integer> replicas(Fields part) {
    return part.optional("replicas").flatMap(value -> value.whole(1, Instance.MAX_REPLICAS));
  }

  private static Optional<Ingress> ingress(Fields part) {
    var fields = part.only("type", "port", "annotations");
    var type =
        fields
            .optional("type")
            .flatMap(value -> value.choice(IngressType.values(), IngressType::title))
            .orElse(Ingress.DEFAULT.type());
    var port =
        fields.optional("port").flatMap(Value::port).stream().mapToInt(Integer::intValue).findAny();
    var annotations =
        part(fields, "annotations").map(found -> found.texts(NameRule.LABEL_KEY)).orElse(Map.of());
    return part.findings().unlessRefused(() -> new Ingress(type, port, annotations));
  }
}
