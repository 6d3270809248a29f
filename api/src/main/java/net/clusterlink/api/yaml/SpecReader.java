package net.clusterlink.api.yaml;

import java.util.Optional;
import net.clusterlink.api.AccessPolicy;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.InvalidValueException;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.NameRule;
import net.clusterlink.api.Peer;
import net.clusterlink.api.PrivilegedAccessPolicy;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;

/** Reads the {@code spec} of each kind; together with its header it makes a resource. */
final class SpecReader {
  private static final String ADD_PORT = "add a port within 1–65535";

  private final Header header;

  SpecReader(Header header) {
    this.header = header;
  }

  Optional<? extends Resource> read(Fields spec) {
    return switch (header.kind()) {
      case PEER -> peer(spec);
      case EXPORT -> export(spec);
      case IMPORT -> imported(spec);
      case WORKLOAD -> workload(spec);
      case INSTANCE -> new InstanceReader(header).read(spec);
      case ACCESS_POLICY ->
          PolicyReader.read(spec).map(rule -> new AccessPolicy(header.metadata(), rule));
      case PRIVILEGED_ACCESS_POLICY ->
          PolicyReader.read(spec).map(rule -> new PrivilegedAccessPolicy(header.metadata(), rule));
    };
  }

  private Optional<Peer> peer(Fields spec) {
    var fields = spec.only("gateways");
    var gateways =
        fields.oneOrMore("gateways", "list at least one host and port").stream()
            .flatMap(value -> gateway(value).stream())
            .toList();
    return spec.findings().unlessRefused(() -> new Peer(header.metadata(), gateways));
  }

  private static Optional<HostPort> gateway(Value value) {
    return value
        .object()
        .map(given -> given.only("host", "port"))
        .flatMap(fields -> {
          var host =
              fields
                  .required("host", "add an IP address or a DNS name")
                  .flatMap(found -> found.text(NameRule.HOST));
          var port = fields.required("port", ADD_PORT).flatMap(Value::port);
          return fields
              .findings()
              .unlessRefused(() -> new HostPort(host.orElseThrow(), port.orElseThrow()));
        });
  }

  private Optional<Export> export(Fields spec) {
    var fields = spec.only("host", "port");
    var host =
        fields
            .optional("host")
            .filter(value -> !value.isEmptyText())
            .flatMap(value -> value.text(NameRule.HOST));
    var port = fields.required("port", ADD_PORT).flatMap(Value::port);
    return spec.findings()
        .unlessRefused(() -> new Export(header.metadata(), host, port.orElseThrow()));
  }

  private Optional<Import> imported(Fields spec) {
    var fields = spec.only("port", "targetPort", "sources", "lbScheme");
    var port = fields.required("port", ADD_PORT).flatMap(Value::port);
    var targetPort =
        fields.optional("targetPort").flatMap(Value::port).stream()
            .mapToInt(Integer::intValue)
            .findAny();
    var sources =
        fields
            .oneOrMore("sources", "list at least one peer, exportName and exportNamespace")
            .stream()
            .flatMap(value -> source(value).stream())
            .toList();
    var scheme =
        fields
            .optional("lbScheme")
            .flatMap(
                value -> value.choice(LoadBalancingScheme.values(), LoadBalancingScheme::title))
            .orElse(LoadBalancingScheme.ROUND_ROBIN);
    return spec.findings()
        .unlessRefused(
            () -> new Import(header.metadata(), port.orElseThrow(), targetPort, sources, scheme));
  }

  private static Optional<ImportSource> source(Value value) {
    return value
        .object()
        .map(given -> given.only("peer", "exportName", "exportNamespace"))
        .flatMap(fields -> {
          var peer =
              fields
                  .required("peer", "add the name of the peer that exports the service")
                  .flatMap(found -> found.text(NameRule.PEER));
          var name =
              fields
                  .required("exportName", "add the name of the export at that peer")
                  .flatMap(found -> found.text(NameRule.DNS_SUBDOMAIN));
          var namespace =
              fields
                  .required("exportNamespace", "add the namespace of the export at that peer")
                  .flatMap(found -> found.text(NameRule.DNS_LABEL));
          return fields
              .findings()
              .unlessRefused(() ->
                  new ImportSource(
                      peer.orElseThrow(),
                      new ResourceName(namespace.orElseThrow(), name.orElseThrow())));
        });
  }

  private Optional<Workload> workload(Fields spec) {
    var fields = spec.only("addresses", "serviceAccount", "namespace");
    var addresses =
        fields.oneOrMore("addresses", "list at least one IP address or block").stream()
            .flatMap(value -> address(value).stream())
            .toList();
    var serviceAccount =
        fields.optional("serviceAccount").flatMap(value -> value.text(NameRule.DNS_SUBDOMAIN));
    var namespace = fields.optional("namespace").flatMap(value -> value.text(NameRule.DNS_LABEL));
    return spec.findings()
        .unlessRefused(() -> new Workload(header.metadata(), addresses, serviceAccount, namespace));
  }

  private static Optional<AddressBlock> address(Value value) {
    return value
        .text()
        .flatMap(text -> {
          try {
            return Optional.of(AddressBlock.parse(text));
          } catch (InvalidValueException e) {
            value.refuse(Excerpt.quoted(text) + " " + e.problem(), e.remedy());
            return Optional.empty();
          }
        });
  }
}
