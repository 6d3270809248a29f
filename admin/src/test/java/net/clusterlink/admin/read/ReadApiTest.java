package net.clusterlink.admin.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins the JSON that programs read: its names, its order, what is left out. */
class ReadApiTest {
  private final Sample sample = new Sample();
  private final ReadApi api = ReadApi.of(sample, InstantSource.fixed(Sample.NOW));

  @Test
  void listsPeersByNameWithWhatIsKnownOfThem() {
    assertThat(json("peers"))
        .isEqualTo(
            """
            {"items":[{"name":"east","namespace":"clusterlink-system","reachable":"True",\
            "since":"2026-01-01T00:00:00Z","lastHeard":"2026-01-01T00:01:00Z",\
            "gateways":[{"address":"10.0.1.1:4443","state":"suspect","since":"2026-01-01T00:00:00Z",\
            "roundTripMillis":1.235,"failure":"timed out"}],\
            "labels":{"zone":"a"},"sessions":1,"tunnels":1,"conditions":[]},\
            {"name":"south","namespace":"clusterlink-system","reachable":"Unknown",\
            "gateways":[{"address":"10.0.2.1:4443","state":"unknown"}],\
            "labels":{"region":"eu"},"sessions":0,"tunnels":0,"conditions":[]}],"total":2}
            """);
  }

  @Test
  void listsImportsWithTheirSources() {
    assertThat(json("imports"))
        .isEqualTo(
            """
            {"items":[{"name":"stock","namespace":"shop","port":80,"targetPort":8080,\
            "listening":"127.0.0.1:8080","lbScheme":"static","sources":[\
            {"peer":"east","exportNamespace":"shop","exportName":"stock","reachable":"True"},\
            {"peer":"south","exportNamespace":"shop","exportName":"stock","reachable":"Unknown"},\
            {"peer":"nobody","exportNamespace":"shop","exportName":"stock","reachable":"False"}],\
            "labels":{"tier":"back"},"sessions":1,"conditions":[]}],"total":1}
            """);
  }

  @Test
  void listsExportsWithTheirConditions() {
    assertThat(json("exports"))
        .isEqualTo(
            """
            {"items":[{"name":"stock","namespace":"shop","host":"10.1.0.7","port":5432,\
            "labels":{"tier":"back"},"sessions":0,"conditions":[{"type":"ExportValid",\
            "status":"True","reason":"Verified","message":"offered to the fabric",\
            "lastTransitionTime":"2026-01-01T00:00:00Z"}]}],"total":1}
            """);
  }

  @Test
  void listsPoliciesOfBothTiersThePrivilegedFirst() {
    assertThat(json("policies"))
        .isEqualTo(
            """
            {"items":[{"name":"abroad","tier":"privileged","action":"deny",\
            "from":[{"matchLabels":{},"matchExpressions":[\
            {"key":"peer.clusterlink.net/labels.region","operator":"In","values":["eu","us"]}]}],\
            "to":[{"matchLabels":{},"matchExpressions":[]}]},\
            {"name":"web","namespace":"shop","tier":"regular","action":"allow",\
            "from":[{"matchLabels":{"client.clusterlink.net/labels.app":"web"},\
            "matchExpressions":[]}],\
            "to":[{"matchLabels":{},"matchExpressions":[]}]}],"total":2}
            """);
  }

  @Test
  void listsWorkloads() {
    assertThat(json("workloads"))
        .isEqualTo(
            """
            {"items":[{"name":"web","namespace":"shop","addresses":["10.1.0.0/24"],\
            "clientNamespace":"shop","serviceAccount":"web","labels":{"app":"web"}}],"total":1}
            """);
  }

  @Test
  void listsSessionsWithTheirAge() {
    assertThat(json("sessions"))
        .isEqualTo(
            """
            {"items":[{"id":"0123456789abcdef0123456789abcd00","side":"client","state":"open",\
            "import":"shop/stock","export":"shop/stock","peer":"east","client":"10.1.0.9:40000",\
            "attributes":{"client.clusterlink.net/labels.app":"web"},"verdict":"allow",\
            "decidedBy":"allowed by regular policy shop/web","begun":"2026-01-01T00:00:00Z",\
            "ageSeconds":60.0,"bytesToService":12,"bytesToClient":3000000000}],"total":1}
            """);
  }

  @Test
  void listsTunnels() {
    assertThat(json("tunnels"))
        .isEqualTo(
            """
            {"items":[{"peer":"east","direction":"dialed","remote":"10.0.1.1:4443","inUse":true,\
            "bundle":false,"retiring":false,"since":"2026-01-01T00:00:00Z","ageSeconds":60.0,\
            "farCertificateExpiry":"2027-01-01T00:00:00Z"}],"total":1}
            """);
  }

  @Test
  void listsWhatIsWrongWithTheConfiguration() {
    assertThat(json("config-errors"))
        .isEqualTo(
            """
            {"items":[{"severity":"error","file":"a.yaml","line":3,"field":"spec.port",\
            "message":"is no port","remedy":"use 1–65535"}],"total":1}
            """);
  }

  @Test
  void cutsAListAtItsLimitAndSaysHowManyThereAre() {
    for (int i = 10; i < 30; i++) {
      sample.sessions.add(Sample.session(Integer.toString(i), Sample.BEFORE.plusSeconds(i)));
    }
    assertThat(json("sessions?limit=2"))
        .contains("abcd29\"", "abcd28\"")
        .doesNotContain("abcd27\"")
        .endsWith("],\"total\":21}\n");
    assertThat(json("sessions?limit=0")).isEqualTo("{\"items\":[],\"total\":21}\n");
  }

  @Test
  void showsOneByItsName() {
    assertThat(json("imports/shop/stock")).startsWith("{\"name\":\"stock\",");
    assertThat(json("peers/east")).startsWith("{\"name\":\"east\",");
    assertThat(json("policies/abroad")).startsWith("{\"name\":\"abroad\",");
    assertThat(json("policies/shop/web")).startsWith("{\"name\":\"web\",");
    assertThat(json("sessions/0123456789abcdef0123456789abcd00")).startsWith("{\"id\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"imports", "exports", "policies", "workloads", "sessions"})
  void showsOneNamespace(String list) {
    assertThat(json(list + "?namespace=shop")).endsWith("\"total\":1}\n");
    assertThat(json(list + "?namespace=sho")).isEqualTo("{\"items\":[],\"total\":0}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing|404|there is no /api/v1/nothing; /api/v1/ lists what there is",
        "peers/|404|there is no ''; the list shows what there is",
        "peers/nobody|404|there is no 'nobody'; the list shows what there is",
        "tunnels/east|404|there is nothing below this path; leave out '/east'",
        "peers?namespace=shop|400|there is no parameter 'namespace'; there are limit",
        "imports?name=x|400|there is no parameter 'name'; there are limit, namespace",
        "sessions?limit=-1|400|parameter 'limit' is not a number within 0–20000",
        "sessions?limit=20001|400|parameter 'limit' is not a number within 0–20000",
        "sessions?limit=many|400|parameter 'limit' is not a number within 0–20000",
        "sessions?limit=1&limit=2|400|parameter 'limit' is given twice; give it once",
      })
  void saysWhatIsWrongWithARequest(String request, int status, String error) {
    assertThat(api.answer(URI.create(ReadApi.PREFIX + request)))
        .isEqualTo(new ReadApi.Answer(status, "{\"error\":\"" + error + "\"}\n"));
  }

  @Test
  void listsItsOwnPaths() {
    assertThat(json(""))
        .isEqualTo(
            """
            {"paths":["/api/v1/config-errors","/api/v1/exports","/api/v1/imports",\
            "/api/v1/peers","/api/v1/policies","/api/v1/sessions","/api/v1/tunnels",\
            "/api/v1/workloads"]}
            """);
  }

  private String json(String request) {
    ReadApi.Answer answer = api.answer(URI.create(ReadApi.PREFIX + request));
    assertThat(answer.status()).as(answer.json()).isEqualTo(200);
    return answer.json();
  }
}
