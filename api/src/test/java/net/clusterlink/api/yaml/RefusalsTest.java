package net.clusterlink.api.yaml;

import static net.clusterlink.api.yaml.Reading.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every refusal once, with its whole text. */
class RefusalsTest {

  @Test
  void refusesUnknownFieldsAndNamesTheNearest() {
    assertThat(
            problems(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Export
                metadata: {name: web, lables: {a: b}, zzz: 1}
                spec:
                  prot: 80
                  port: 80
                stat: {}
                """))
        .containsExactly(
            "east.yaml:3: metadata.lables: is not a known field; did you mean labels?",
            "east.yaml:3: metadata.zzz: is not a known field; remove it; known here: name,"
                + " namespace, labels, annotations, generateName, uid, resourceVersion,"
                + " generation, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds,"
                + " ownerReferences, finalizers, managedFields, selfLink",
            "east.yaml:5: spec.prot: is not a known field; did you mean port?",
            "east.yaml:7: stat: is not a known field; did you mean status?");
  }

  @Test
  void refusesFieldsGivenTwice() {
    assertThat(problems(export("port: 80", "port: 80", "host: a")))
        .containsExactly(
            "east.yaml:6: spec.port: is given twice, first in line 5; keep one of them");
  }

  @Test
  void refusesKeysThatAreNoText() {
    assertThat(problems(export("port: 80", "? [host]", ": a", "1: b")))
        .containsExactly(
            "east.yaml:6: spec: is a list where text is needed; write text",
            "east.yaml:8: spec: is a number where text is needed; quote it: \"1\"");
  }

  @Test
  void refusesMergeKeys() {
    assertThat(problems(export("port: 80", "<<: {host: a}")))
        .containsExactly(
            "east.yaml:6: spec[\"<<\"]: is not a known field; write the fields out, as merge keys"
                + " are not read");
  }

  @Test
  void refusesWrongTypesOfFields() {
    assertThat(problems(export("port: [80]", "host: {a: b}")))
        .containsExactly(
            "east.yaml:5: spec.port: is a list where a whole number is needed; write a whole"
                + " number",
            "east.yaml:6: spec.host: is an object with fields where text is needed; write text");
    assertThat(problems("- a"))
        .containsExactly(
            "east.yaml:1: is a list where an object with fields is needed; write an object with"
                + " fields");
    assertThat(problems("kind"))
        .containsExactly(
            "east.yaml:1: is a single value where an object with fields is needed; write an object"
                + " with fields");
    assertThat(problems(peer("gateways: west:443")))
        .containsExactly(
            "east.yaml:5: spec.gateways: is a single value where a list is needed; write a list");
  }

  @Test
  void refusesFieldsWithoutValue() {
    assertThat(problems(export("port:", "host: null")))
        .containsExactly(
            "east.yaml:5: spec.port: has no value; give it one, or remove the field",
            "east.yaml:6: spec.host: has no value; give it one, or remove the field");
  }

  @Test
  void refusesTags() {
    assertThat(problems(export("port: !!int 80", "host: !Ref a")))
        .containsExactly(
            "east.yaml:5: spec.port: has the tag \"tag:yaml.org,2002:int\"; remove the tag: none"
                + " is read",
            "east.yaml:6: spec.host: has the tag \"!Ref\"; remove the tag: none is read");
  }

  @Test
  void refusesPortsThatAreNone() {
    assertThat(problems(export("port: 0")))
        .containsExactly(
            "east.yaml:5: spec.port: 0 is not a whole number within 1–65535; use one within"
                + " 1–65535, in plain decimal digits");
    assertThat(problems(export("port: 65536")))
        .singleElement()
        .asString()
        .contains(" 65536 is not");
    for (String number : new String[] {"-1", "0777", "0x50", "8_080", "80.0", "1e3", "+80", ".5"}) {
      assertThat(problems(export("port: " + number)))
          .containsExactly(
              "east.yaml:5: spec.port: "
                  + number
                  + " is not a whole number within 1–65535; use one within 1–65535, in plain"
                  + " decimal digits");
    }
    assertThat(problems(export("port: \"80\"")))
        .containsExactly(
            "east.yaml:5: spec.port: \"80\" is text where a whole number is needed; remove the"
                + " quotes");
    assertThat(problems(export("port: http")))
        .containsExactly(
            "east.yaml:5: spec.port: \"http\" is text where a whole number is needed; use one"
                + " within 1–65535, in plain decimal digits");
  }

  @Test
  void refusesBooleansAndNumbersWhereTextIsNeeded() {
    for (String text : new String[] {"yes", "No", "ON", "off", "y", "N", "true", "FALSE"}) {
      assertThat(problems(workload("serviceAccount: " + text)))
          .containsExactly(
              "east.yaml:6: spec.serviceAccount: is a boolean to YAML readers where text is needed;"
                  + " quote it: \""
                  + text
                  + "\"");
    }
    for (String text : new String[] {"8080", "1.2", "1e5", "0x1F", "0o7", "1_000", ".inf"}) {
      assertThat(problems(workload("serviceAccount: " + text)))
          .containsExactly(
              "east.yaml:6: spec.serviceAccount: is a number where text is needed; quote it: \""
                  + text
                  + "\"");
    }
  }

  @Test
  void refusesBadLabelsAndAnnotations() {
    assertThat(
            problems(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Export
                metadata:
                  name: web
                  labels:
                    port: 8080
                    a/b/c: x
                    app: "web server"
                    no: x
                  annotations:
                    on/off: x
                    -x: [1]
                spec: {port: 80}
                """))
        .containsExactly(
            "east.yaml:6: metadata.labels.port: is a number where text is needed; quote it:"
                + " \"8080\"",
            "east.yaml:7: metadata.labels[\"a/b/c\"]: \"a/b/c\" is not a valid key of a label; use"
                + " letters, digits, '-', '_' and '.', at most 63, beginning and ending with a"
                + " letter or digit; a DNS subdomain and '/' may stand before it",
            "east.yaml:8: metadata.labels.app: \"web server\" is not a valid value of a label; use"
                + " letters, digits, '-', '_' and '.', at most 63, beginning and ending with a"
                + " letter or digit",
            "east.yaml:9: metadata.labels: is a boolean to YAML readers where text is needed; quote"
                + " it: \"no\"",
            "east.yaml:12: metadata.annotations.-x: \"-x\" is not a valid key of a label; use"
                + " letters, digits, '-', '_' and '.', at most 63, beginning and ending with a"
                + " letter or digit; a DNS subdomain and '/' may stand before it",
            "east.yaml:12: metadata.annotations.-x: is a list where text is needed; write text");
  }

  @Test
  void refusesMissingTypeNameAndSpec() {
    assertThat(problems("metadata: {name: web}"))
        .containsExactly(
            "east.yaml:1: apiVersion: is missing; add apiVersion: clusterlink.net/v1alpha1",
            "east.yaml:1: kind: is missing; add one, as kind: Import");
    assertThat(
            problems(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Export
                """))
        .containsExactly(
            "east.yaml:1: metadata: is missing; add it, with a name",
            "east.yaml:1: spec: is missing; add it");
    assertThat(
            problems(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: Export
                metadata: {generateName: web-}
                spec: {port: 80}
                """))
        .containsExactly(
            "east.yaml:3: metadata.name: is missing; name it: a name made by a cluster is not"
                + " read");
  }

  @Test
  void refusesOtherVersionsAndUnknownKinds() {
    assertThat(
            problems(
                """
                apiVersion: clusterlink.net/v1
                kind: Exprot
                """))
        .containsExactly(
            "east.yaml:1: apiVersion: \"clusterlink.net/v1\" is not known; did you mean"
                + " clusterlink.net/v1alpha1?",
            "east.yaml:2: kind: \"Exprot\" is not known; did you mean Export?");
    assertThat(problems("{apiVersion: clusterlink.net/v1alpha1, kind: Service}"))
        .containsExactly(
            "east.yaml:1: kind: \"Service\" is not known; use Peer, Export, Import, AccessPolicy,"
                + " PrivilegedAccessPolicy, Instance or Workload");
  }

  @Test
  void refusesBadNames() {
    assertThat(problems(named("Export", "Web", "port: 80")))
        .containsExactly(
            "east.yaml:3: metadata.name: \"Web\" is not a valid name; use lower-case letters,"
                + " digits, '-' and '.', at most 253, beginning and ending with a letter or digit");
    assertThat(
            problems(
                named(
                    "Import",
                    "a".repeat(64),
                    "{port: 1, sources: [{peer: w, exportName: e, exportNamespace: ns}]}")))
        .containsExactly(
            "east.yaml:3: metadata.name: \""
                + "a".repeat(64)
                + "\" is not a valid name of an import; use lower-case letters, digits, '-' and"
                + " '.', at most 63, beginning and ending with a letter or digit");
    assertThat(problems(named("Peer", "'*.west'", "{gateways: [{host: w, port: 1}]}")))
        .containsExactly(
            "east.yaml:3: metadata.name: \"*.west\" is not a valid name of a peer; use a lower-case"
                + " DNS name, at most 253 characters, each part at most 63");
    assertThat(problems(named("Export", "'web', namespace: shop.eu", "port: 80")))
        .containsExactly(
            "east.yaml:3: metadata.namespace: \"shop.eu\" is not a valid namespace; use lower-case"
                + " letters, digits and '-', at most 63, beginning and ending with a letter or"
                + " digit");
  }

  @Test
  void refusesANamespaceForAClusterScopedKind() {
    assertThat(
            problems(
                named(
                    "PrivilegedAccessPolicy",
                    "all, namespace: shop",
                    "{action: deny, from: [{workloadSelector: {}}], to: [{workloadSelector: {}}]}")))
        .containsExactly(
            "east.yaml:3: metadata.namespace: is not for a PrivilegedAccessPolicy, which applies to"
                + " all namespaces; remove it");
  }

  @Test
  void refusesPeersThatCannotBeReached() {
    assertThat(problems(peer("gateways: []")))
        .containsExactly("east.yaml:5: spec.gateways: is empty; list at least one host and port");
    assertThat(problems(peer("{}")))
        .containsExactly("east.yaml:5: spec.gateways: is missing; list at least one host and port");
    assertThat(problems(peer("gateways: [{}, {host: 'https://w', port: 1, sni: x}]")))
        .containsExactly(
            "east.yaml:5: spec.gateways[0].host: is missing; add an IP address or a DNS name",
            "east.yaml:5: spec.gateways[0].port: is missing; add a port within 1–65535",
            "east.yaml:5: spec.gateways[1].sni: is not a known field; remove it; known here: host,"
                + " port",
            "east.yaml:5: spec.gateways[1].host: \"https://w\" is not a valid host; use an IP"
                + " address (IPv6 without brackets) or a DNS name, without scheme or port");
  }

  @Test
  void refusesImportsThatLeadNowhere() {
    assertThat(problems(named("Import", "db", "{port: 1, sources: []}")))
        .containsExactly(
            "east.yaml:5: spec.sources: is empty; list at least one peer, exportName and"
                + " exportNamespace");
    assertThat(
            problems(
                named(
                    "Import",
                    "db",
                    "{port: 1, targetPort: 0, lbScheme: roundrobin, sources: [{}, {peer: W,"
                        + " exportName: e_, exportNamespace: n.n}]}")))
        .containsExactly(
            "east.yaml:5: spec.targetPort: 0 is not a whole number within 1–65535; use one within"
                + " 1–65535, in plain decimal digits",
            "east.yaml:5: spec.sources[0].peer: is missing; add the name of the peer that exports"
                + " the service",
            "east.yaml:5: spec.sources[0].exportName: is missing; add the name of the export at"
                + " that peer",
            "east.yaml:5: spec.sources[0].exportNamespace: is missing; add the namespace of the"
                + " export at that peer",
            "east.yaml:5: spec.sources[1].peer: \"W\" is not a valid name of a peer; use a"
                + " lower-case DNS name, at most 253 characters, each part at most 63",
            "east.yaml:5: spec.sources[1].exportName: \"e_\" is not a valid name; use lower-case"
                + " letters, digits, '-' and '.', at most 253, beginning and ending with a letter"
                + " or digit",
            "east.yaml:5: spec.sources[1].exportNamespace: \"n.n\" is not a valid namespace; use"
                + " lower-case letters, digits and '-', at most 63, beginning and ending with a"
                + " letter or digit",
            "east.yaml:5: spec.lbScheme: \"roundrobin\" is not known; did you mean round-robin?");
    assertThat(
            problems(
                named(
                    "Import",
                    "db",
                    "{port: 1, lbScheme: least-connections, sources: [{peer: w, exportName: e,"
                        + " exportNamespace: ns}]}")))
        .containsExactly(
            "east.yaml:5: spec.lbScheme: \"least-connections\" is not known; use round-robin,"
                + " random or static");
  }

  @Test
  void refusesPoliciesThatSayNothing() {
    assertThat(problems(policy("action: permit", "from: []", "to: [{}]")))
        .containsExactly(
            "east.yaml:5: spec.action: \"permit\" is not known; use allow or deny",
            "east.yaml:6: spec.from: is empty; list at least one workloadSelector; {} selects every"
                + " source",
            "east.yaml:7: spec.to[0]: has no workloadSelector; add one; {} selects everything");
    assertThat(problems(policy("{}")))
        .containsExactly(
            "east.yaml:5: spec.action: is missing; add allow or deny",
            "east.yaml:5: spec.from: is missing; list at least one workloadSelector; {} selects"
                + " every source",
            "east.yaml:5: spec.to: is missing; list at least one workloadSelector; {} selects every"
                + " destination");
  }

  @Test
  void refusesWorkloadSets() {
    assertThat(
            problems(
                policy(
                    "action: allow",
                    "from: [{workloadSets: [a]}]",
                    "to: [{workloadSelector: {}, workloadSets: [a]}]")))
        .containsExactly(
            "east.yaml:6: spec.from[0].workloadSets: is reserved; use workloadSelector",
            "east.yaml:7: spec.to[0]: has both workloadSelector and workloadSets; keep"
                + " workloadSelector");
  }

  @Test
  void refusesBadSelectors() {
    assertThat(
            problems(
                policy(
                    "action: allow",
                    "to: [{workloadSelector: {}}]",
                    "from:",
                    "- workloadSelector:",
                    "    matchLabels: {peer.clusterlink.net/labels.a/b/c: 'x y'}",
                    "    matchExpressions:",
                    "    - {}",
                    "    - {key: a_, operator: Equals, values: [1]}",
                    "    - {key: a, operator: In}",
                    "    - {key: a, operator: notin, values: a}",
                    "    - {key: a, operator: NotIn, values: []}",
                    "    - {key: a, operator: Exists, values: [b]}",
                    "    - {key: a, operator: DoesNotExist, value: b}")))
        .containsExactly(
            "east.yaml:9: spec.from[0].workloadSelector.matchLabels"
                + "[\"peer.clusterlink.net/labels.a/b/c\"]: \"peer.clusterlink.net/labels.a/b/c\""
                + " is not a valid key of a selector; use the key of an attribute, as"
                + " client.clusterlink.net/namespace or peer.clusterlink.net/labels.<key of a"
                + " label>",
            "east.yaml:9: spec.from[0].workloadSelector.matchLabels"
                + "[\"peer.clusterlink.net/labels.a/b/c\"]: \"x y\" is not a valid value of a"
                + " selector; use the value of a label (letters, digits, '-', '_' and '.', at most"
                + " 63) or a name",
            "east.yaml:11: spec.from[0].workloadSelector.matchExpressions[0].key: is missing; add"
                + " the key of an attribute",
            "east.yaml:11: spec.from[0].workloadSelector.matchExpressions[0].operator: is missing;"
                + " add In, NotIn, Exists or DoesNotExist",
            "east.yaml:12: spec.from[0].workloadSelector.matchExpressions[1].key: \"a_\" is not a"
                + " valid key of a selector; use the key of an attribute, as"
                + " client.clusterlink.net/namespace or peer.clusterlink.net/labels.<key of a"
                + " label>",
            "east.yaml:12: spec.from[0].workloadSelector.matchExpressions[1].operator: \"Equals\""
                + " is not known; use In, NotIn, Exists or DoesNotExist",
            "east.yaml:12: spec.from[0].workloadSelector.matchExpressions[1].values[0]: is a number"
                + " where text is needed; quote it: \"1\"",
            "east.yaml:13: spec.from[0].workloadSelector.matchExpressions[2].values: In needs at"
                + " least one value; list the values",
            "east.yaml:14: spec.from[0].workloadSelector.matchExpressions[3].operator: \"notin\" is"
                + " not known; did you mean NotIn?",
            "east.yaml:14: spec.from[0].workloadSelector.matchExpressions[3].values: is a single"
                + " value where a list is needed; write a list",
            "east.yaml:15: spec.from[0].workloadSelector.matchExpressions[4].values: NotIn needs at"
                + " least one value; list the values",
            "east.yaml:16: spec.from[0].workloadSelector.matchExpressions[5].values: Exists takes"
                + " no values; remove them, or use In or NotIn",
            "east.yaml:17: spec.from[0].workloadSelector.matchExpressions[6].value: is not a known"
                + " field; did you mean values?");
  }

  @Test
  void refusesASelectorWhoseLabelsHaveNoValue() {
    assertThat(
            problems(
                policy(
                    "action: allow",
                    "from: [{workloadSelector: {matchLabels: }}]",
                    "to: [{workloadSelector: }]")))
        .containsExactly(
            "east.yaml:6: spec.from[0].workloadSelector.matchLabels: has no value; give it one, or"
                + " remove the field",
            "east.yaml:7: spec.to[0].workloadSelector: has no value; give it one, or remove the"
                + " field");
  }

  @Test
  void refusesBadAddresses() {
    String remedy =
        "use an address as 192.0.2.7 or 2001:db8::7, or a block as 192.0.2.0/24, without leading"
            + " zeros or scope";
    assertThat(
            problems(
                named(
                    "Workload",
                    "w",
                    "{addresses: [localhost, 010.0.0.1, 10.0.0.1/8, 10.0.0.0/33, 10], namespace: ''}")))
        .containsExactly(
            "east.yaml:5: spec.addresses[0]: \"localhost\" is not an IP address or a block of them;"
                + " "
                + remedy,
            "east.yaml:5: spec.addresses[1]: \"010.0.0.1\" is not an IP address or a block of them;"
                + " "
                + remedy,
            "east.yaml:5: spec.addresses[2]: \"10.0.0.1/8\" sets bits after its prefix of 8; use"
                + " 10.0.0.0/8, or the address alone",
            "east.yaml:5: spec.addresses[3]: \"10.0.0.0/33\" has a prefix length that is not within"
                + " 0–32; use a number within 0–32",
            "east.yaml:5: spec.addresses[4]: is a number where text is needed; quote it: \"10\"",
            "east.yaml:5: spec.namespace: \"\" is not a valid namespace; use lower-case letters,"
                + " digits and '-', at most 63, beginning and ending with a letter or digit");
    assertThat(problems(named("Workload", "w", "{addresses: []}")))
        .containsExactly(
            "east.yaml:5: spec.addresses: is empty; list at least one IP address or block");
  }

  @Test
  void refusesBadInstances() {
    assertThat(
            problems(
                named(
                    "Instance",
                    "i",
                    "{dataplane: {type: nginx, replicas: 11}, controlplane: {replicas: 0}, ingress:"
                        + " {type: Loadbalancer, port: 70000, annotations: {a: 1}}, logLevel: warn,"
                        + " tag: 1.0, containerRegistry: 'https://a b', peerLabels: {a: -}}")))
        .containsExactly(
            "east.yaml:5: spec.controlplane.replicas: 0 is not a whole number within 1–10; use one"
                + " within 1–10, in plain decimal digits",
            "east.yaml:5: spec.dataplane.type: \"nginx\" is not known; use java, envoy or go",
            "east.yaml:5: spec.dataplane.replicas: 11 is not a whole number within 1–10; use one"
                + " within 1–10, in plain decimal digits",
            "east.yaml:5: spec.ingress.type: \"Loadbalancer\" is not known; did you mean"
                + " LoadBalancer?",
            "east.yaml:5: spec.ingress.port: 70000 is not a whole number within 1–65535; use one"
                + " within 1–65535, in plain decimal digits",
            "east.yaml:5: spec.ingress.annotations.a: is a number where text is needed; quote it:"
                + " \"1\"",
            "east.yaml:5: spec.logLevel: \"warn\" is not known; use trace, debug, info, warning,"
                + " error or fatal",
            "east.yaml:5: spec.containerRegistry: \"https://a b\" is not a valid image registry;"
                + " use a host and a path, as registry.example.com/clusterlink, without scheme",
            "east.yaml:5: spec.tag: is a number where text is needed; quote it: \"1.0\"",
            "east.yaml:5: spec.peerLabels.a: \"-\" is not a valid value of a label; use letters,"
                + " digits, '-', '_' and '.', at most 63, beginning and ending with a letter or"
                + " digit");
  }

  @Test
  void escapesAndShortensWhatItQuotes() {
    assertThat(
            problems(export("port: 80", "host: \"\\e[31m\\u202e\\\"\\0" + "x".repeat(500) + '"')))
        .containsExactly(
            "east.yaml:6: spec.host: \"\\u001b[31m\\u202e\\\"\\u0000"
                + "x".repeat(56)
                + "…\" is not a valid host; use an IP address (IPv6 without brackets) or a DNS"
                + " name, without scheme or port");
    assertThat(problems(export("port: 80", "\"\\e]0;\\a\": 1")))
        .containsExactly(
            "east.yaml:6: spec[\"\\u001b]0;\\u0007\"]: is not a known field; remove it; known here:"
                + " host, port");
  }

  @Test
  void boundsTheProblemsOfADocument() {
    var lines = new String[50];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "unknown" + i + ": 1";
    }
    assertThat(problems(export(lines)))
        .hasSize(21)
        .last()
        .isEqualTo(
            "east.yaml:24: 31 more problems in this document; mend those above and read it again");
  }

  private static String export(String... spec) {
    return named("Export", "web", spec);
  }

  private static String peer(String... spec) {
    return named("Peer", "west", spec);
  }

  private static String policy(String... spec) {
    return named("AccessPolicy", "web", spec);
  }

  private static String workload(String spec) {
    return named("Workload", "web", "addresses: [10.0.0.1]", spec);
  }

  /** A document whose spec begins in line 5. */
  private static String named(String kind, String name, String... spec) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: %s
    metadata: {name: %s}
    spec:
      %s
    """
        .formatted(kind, name, String.join("\n  ", spec));
  }
}
