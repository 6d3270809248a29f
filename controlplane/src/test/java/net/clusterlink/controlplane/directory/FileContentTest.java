package net.clusterlink.controlplane.directory;

import static net.clusterlink.controlplane.Manifests.export;
import static net.clusterlink.controlplane.Manifests.peer;
import static net.clusterlink.controlplane.Manifests.together;
import static net.clusterlink.controlplane.Manifests.workload;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.clusterlink.api.yaml.ManifestReader;
import net.clusterlink.controlplane.store.ConfigProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileContentTest {
  private static FileContent of(String text) {
    return FileContent.of(
        new ManifestReader().read("a.yaml", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> problems(String text) {
    return of(text).problems().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void refusesAnExportWithoutAHost() {
    String text = export("web", "x").replace("  host: \"x\"\n", "");

    assertThat(problems(text))
        .containsExactly(
            "error: a.yaml:1: spec.host: an export without a host names a Kubernetes Service, and"
                + " there is none here; set spec.host to the IP address or DNS name of the"
                + " service");
    assertThat(of(text).claims()).singleElement().isInstanceOf(Claim.Broken.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fe80::1", "192.0.0.192", "0.0.0.0", "ff02::1"})
  void refusesAnExportOfAForbiddenTarget(String host) {
    assertThat(problems(export("web", host)))
        .singleElement()
        .asString()
        .startsWith("error: a.yaml:1: spec.host: " + host + " cannot be exported: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "::1", "fd00::1", "db.example.com"})
  void takesAnExportOfAnyOtherHost(String host) {
    assertThat(problems(export("web", host))).isEmpty();
  }

  @Test
  void refusesAPeerOutsideTheSystemNamespace() {
    assertThat(problems(peer("west").replace("name: west", "name: west\n  namespace: default")))
        .containsExactly(
            "error: a.yaml:1: metadata.namespace: a Peer belongs in namespace clusterlink-system,"
                + " not in default; leave metadata.namespace out, or set it to clusterlink-system");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.5", "127.1.0.0/16", "::1"})
  void takesAWorkloadOnLoopbackWithAWarning(String address) {
    FileContent content = of(workload("client", address));

    assertThat(content.problems())
        .singleElement()
        .asString()
        .startsWith("warning: a.yaml:1: spec.addresses[0]: any process of this host can connect");
    assertThat(content.claims()).singleElement().isInstanceOf(Claim.Good.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.5", "0.0.0.0/0", "::2", "128.0.0.1"})
  void saysNothingOfAWorkloadElsewhere(String address) {
    assertThat(problems(workload("client", address))).isEmpty();
  }

  @Test
  void ignoresAnInstanceWithAWarning() {
    String text =
        """
        apiVersion: clusterlink.net/v1alpha1
        kind: Instance
        metadata:
          name: east
          namespace: clusterlink-operator
        spec:
          dataplane:
            type: java
        """;

    assertThat(problems(text)).singleElement().asString().contains("an Instance is ignored here");
    assertThat(of(text).claims()).isEmpty();
  }

  @Test
  void warnsOnceOfTheForeignKindsOfAFile() {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        """;

    assertThat(problems(together(deployment, deployment.replace("Deployment", "DaemonSet"))))
        .containsExactly(
            "warning: a.yaml:1: kind: 2 documents of other kinds skipped: DaemonSet, Deployment;"
                + " keep them in another directory, or leave them: they change nothing");
  }
}
