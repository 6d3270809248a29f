package net.clusterlink.api.yaml;

import static net.clusterlink.api.yaml.Reading.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.clusterlink.api.AccessPolicy;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.Instance;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Peer;
import net.clusterlink.api.PrivilegedAccessPolicy;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import org.junit.jupiter.api.Test;

class GoodManifestsTest {
  private static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  @Test
  void readsAPeerIntoTheSystemNamespace() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Peer
                metadata:
                  name: west.example.com
                  labels:
                    peer.clusterlink.net/labels.tier: gold
                spec:
                  gateways:
                  - host: 192.0.2.1
                    port: 443
                  - {host: "2001:db8::1", port: 4443}
                  - {host: west.example.com, port: 65535}
                """))
        .isEqualTo(
            new Peer(
                new Metadata(
                    new ResourceName("clusterlink-system", "west.example.com"),
                    Map.of("peer.clusterlink.net/labels.tier", "gold")),
                List.of(
                    new HostPort("192.0.2.1", 443),
                    new HostPort("2001:db8::1", 4443),
                    new HostPort("west.example.com", 65535))));
  }

  @Test
  void readsAnExportWithAndWithoutHost() {
    String export =
        """
        apiVersion: clusterlink.net/v1alpha1
        kind: Export
        metadata: {name: db, namespace: shop}
        spec: {port: 5432%s}
        """;
    assertThat(resource(export.formatted(", host: postgres.internal")))
        .isEqualTo(new Export(named("shop", "db"), Optional.of("postgres.internal"), 5432));
    var withoutHost = new Export(named("shop", "db"), Optional.empty(), 5432);
    assertThat(resource(export.formatted(""))).isEqualTo(withoutHost);
    assertThat(resource(export.formatted(", host: ''"))).isEqualTo(withoutHost);
  }

  @Test
  void readsAnImportWithDefaults() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Import
                metadata: {name: db}
                spec:
                  port: 5432
                  sources:
                  - {peer: west, exportName: db, exportNamespace: shop}
                """))
        .isEqualTo(
            new Import(
                named("default", "db"),
                5432,
                OptionalInt.empty(),
                List.of(new ImportSource("west", new ResourceName("shop", "db"))),
                LoadBalancingScheme.ROUND_ROBIN));
  }

  @Test
  void readsAnImportOfSeveralSources() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Import
                metadata: {name: db, namespace: shop}
                spec:
                  port: 80
                  targetPort: 8080
                  lbScheme: static
                  sources:
                  - {peer: west, exportName: db, exportNamespace: shop}
                  - {peer: south, exportName: db.two, exportNamespace: shop}
                """))
        .isEqualTo(
            new Import(
                named("shop", "db"),
                80,
                OptionalInt.of(8080),
                List.of(
                    new ImportSource("west", new ResourceName("shop", "db")),
                    new ImportSource("south", new ResourceName("shop", "db.two"))),
                LoadBalancingScheme.STATIC));
  }

  @Test
  void readsAnAccessPolicyWithEveryOperator() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: AccessPolicy
                metadata: {name: web, namespace: shop}
                spec:
                  action: deny
                  from:
                  - workloadSelector:
                      matchLabels:
                        client.clusterlink.net/labels.app.kubernetes.io/name: web
                        peer.clusterlink.net/name: "8080"
                      matchExpressions:
                      - {key: client.clusterlink.net/namespace, operator: In, values: [shop, "on"]}
                      - {key: client.clusterlink.net/labels.tier, operator: NotIn, values: [""]}
                      - {key: client.clusterlink.net/service-account, operator: Exists}
                      - {key: peer.clusterlink.net/labels.x, operator: DoesNotExist, values: []}
                  - workloadSelector: {}
                  to:
                  - workloadSelector: {matchLabels: {}, matchExpressions: []}
                """))
        .isEqualTo(
            new AccessPolicy(
                named("shop", "web"),
                new AccessRule(
                    AccessRule.Action.DENY,
                    List.of(
                        new LabelSelector(
                            Map.of(
                                "client.clusterlink.net/labels.app.kubernetes.io/name",
                                "web",
                                "peer.clusterlink.net/name",
                                "8080"),
                            List.of(
                                new LabelRequirement(
                                    "client.clusterlink.net/namespace",
                                    LabelRequirement.Operator.IN,
                                    Set.of("shop", "on")),
                                new LabelRequirement(
                                    "client.clusterlink.net/labels.tier",
                                    LabelRequirement.Operator.NOT_IN,
                                    Set.of("")),
                                new LabelRequirement(
                                    "client.clusterlink.net/service-account",
                                    LabelRequirement.Operator.EXISTS,
                                    Set.of()),
                                new LabelRequirement(
                                    "peer.clusterlink.net/labels.x",
                                    LabelRequirement.Operator.DOES_NOT_EXIST,
                                    Set.of()))),
                        EVERYTHING),
                    List.of(EVERYTHING))));
  }

  @Test
  void readsAPrivilegedAccessPolicyWithoutNamespace() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: PrivilegedAccessPolicy
                metadata: {name: all}
                spec:
                  action: allow
                  from: [{workloadSelector: {}}]
                  to: [{workloadSelector: {}}]
                """))
        .isEqualTo(
            new PrivilegedAccessPolicy(
                new Metadata(ResourceName.clusterScoped("all"), Map.of()),
                new AccessRule(AccessRule.Action.ALLOW, List.of(EVERYTHING), List.of(EVERYTHING))));
  }

  @Test
  void readsAWorkload() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Workload
                metadata: {name: batch, labels: {app: batch}}
                spec:
                  addresses: [10.0.0.7, 192.0.2.0/24, "2001:db8::/32", "::ffff:10.1.0.0/112"]
                  serviceAccount: batch-runner
                  namespace: jobs
                """))
        .isEqualTo(
            new Workload(
                new Metadata(new ResourceName("default", "batch"), Map.of("app", "batch")),
                List.of(
                    AddressBlock.parse("10.0.0.7"),
                    AddressBlock.parse("192.0.2.0/24"),
                    AddressBlock.parse("2001:db8::/32"),
                    AddressBlock.parse("10.1.0.0/16")),
                Optional.of("batch-runner"),
                Optional.of("jobs")));
  }

  @Test
  void readsAnInstanceOfDefaults() {
    String instance =
        """
        apiVersion: clusterlink.net/v1alpha1
        kind: Instance
        metadata: {name: east, namespace: clusterlink-operator}
        """;
    var expected =
        new Instance(
            named("clusterlink-operator", "east"),
            new Instance.Controlplane(1),
            new Instance.Dataplane(Instance.Dataplane.DataplaneType.JAVA, 1),
            new Instance.Ingress(Instance.Ingress.IngressType.NONE, OptionalInt.empty(), Map.of()),
            Instance.LogLevel.INFO,
            Optional.empty(),
            "latest",
            "clusterlink-system",
            Map.of());
    assertThat(resource(instance)).isEqualTo(expected);
    assertThat(resource(instance + "spec: {}\n")).isEqualTo(expected);
    assertThat(resource(instance + "spec: {dataplane: {}, ingress: {}, controlplane: {}}\n"))
        .isEqualTo(expected);
  }

  @Test
  void readsAnInstanceThatSaysEverything() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Instance
                metadata: {name: east, namespace: clusterlink-operator}
                spec:
                  controlplane: {replicas: 2}
                  dataplane: {type: envoy, replicas: 10}
                  ingress:
                    type: LoadBalancer
                    port: 8443
                    annotations: {example.com/internal: "true"}
                  logLevel: trace
                  containerRegistry: registry.example.com:5000/clusterlink
                  tag: v1.2.3
                  namespace: links
                  peerLabels: {region: eu}
                """))
        .isEqualTo(
            new Instance(
                named("clusterlink-operator", "east"),
                new Instance.Controlplane(2),
                new Instance.Dataplane(Instance.Dataplane.DataplaneType.ENVOY, 10),
                new Instance.Ingress(
                    Instance.Ingress.IngressType.LOAD_BALANCER,
                    OptionalInt.of(8443),
                    Map.of("example.com/internal", "true")),
                Instance.LogLevel.TRACE,
                Optional.of("registry.example.com:5000/clusterlink"),
                "v1.2.3",
                "links",
                Map.of("region", "eu")));
  }

  @Test
  void readsWhatAClusterGivesBack() {
    assertThat(
            resource(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Export
                metadata:
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: |
                      {"apiVersion":"clusterlink.net/v1alpha1","kind":"Export","spec":{"port":80}}
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  deletionGracePeriodSeconds: 0
                  deletionTimestamp: null
                  finalizers: [example.com/keep]
                  generateName: web-
                  generation: 2
                  labels: null
                  managedFields:
                  - apiVersion: clusterlink.net/v1alpha1
                    fieldsType: FieldsV1
                    fieldsV1: {"f:spec": {".": {}, "f:port": {}}}
                    manager: kubectl
                    operation: Update
                  name: web
                  namespace: shop
                  ownerReferences: []
                  resourceVersion: "1234"
                  selfLink: ""
                  uid: 0b0c0a1e-0000-4000-8000-000000000000
                spec:
                  port: 80
                status:
                  conditions:
                  - {type: ExportValid, status: "True", reason: Verified, anything: [1, null]}
                """))
        .isEqualTo(new Export(named("shop", "web"), Optional.empty(), 80));
  }

  @Test
  void readsJson() {
    assertThat(
            resource(
                """
                {
                \t"apiVersion": "clusterlink.net/v1alpha1",
                \t"kind": "Export",
                \t"metadata": {"name": "web", "annotations": {"a": "\\u00e9\\/\\n"}},
                \t"spec": {"port": 80, "host": "web.example.com"}
                }
                """))
        .isEqualTo(new Export(named("default", "web"), Optional.of("web.example.com"), 80));
  }

  @Test
  void readsAnchorsTaggedTextAndAByteOrderMark() {
    assertThat(
            resource(
                    """
                    \ufeffapiVersion: clusterlink.net/v1alpha1
                    kind: Workload
                    metadata:
                      name: &name web
                      labels: {app: *name, version: !!str 1.2, port: !!str 80}
                    spec: {addresses: [10.0.0.1]}
                    """)
                .metadata()
                .labels())
        .isEqualTo(Map.of("app", "web", "version", "1.2", "port", "80"));
  }

  private static Metadata named(String namespace, String name) {
    return new Metadata(new ResourceName(namespace, name), Map.of());
  }
}
