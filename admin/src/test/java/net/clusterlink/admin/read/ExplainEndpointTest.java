package net.clusterlink.admin.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vavr.collection.HashMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Export;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.dataplane.explain.AttributeOrigin;
import net.clusterlink.dataplane.explain.ClientIdentity;
import net.clusterlink.dataplane.explain.ExportExplanation;
import net.clusterlink.dataplane.explain.Reach;
import net.clusterlink.dataplane.explain.SessionExplanation;
import net.clusterlink.dataplane.explain.SourceExplanation;
import net.clusterlink.dataplane.explain.Verdict;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.PolicyExplanation;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.Workloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ExplainEndpointTest {
  private static final ResourceName STOCK = new ResourceName("shop", "stock");
  private static final ResourceName WEB = new ResourceName("shop", "web");
  private static final InetAddress REFUSED = InetAddress.ofLiteral("10.0.2.0");

  private final Workloads workloads =
      Workloads.empty()
          .with(workload(WEB, "10.0.0.1", "10.0.1.0/24", "10.0.2.0/24"))
          .with(workload(new ResourceName("shop", "batch"), "10.0.2.0/24"));
  private final ReadApi api =
      ReadApi.empty()
          .with(
              "explain",
              new ExplainEndpoint(
                  "west",
                  () ->
                      new Snapshot(
                          1,
                          HashMap.empty(),
                          HashMap.empty(),
                          HashMap.empty(),
                          PolicySet.empty(),
                          workloads),
                  new KnowsStock()));

  private static Workload workload(ResourceName name, String... blocks) {
    return new Workload(
        new Metadata(name, Map.of()),
        List.of(blocks).stream().map(AddressBlock::parse).toList(),
        Optional.empty(),
        Optional.empty());
  }

  /** Explains shop/stock alone, and refuses one address. */
  private static final class KnowsStock implements SessionExplanations {

    @Override
    public Optional<SessionExplanation> explain(ResourceName imported, InetAddress client) {
      return imported.equals(STOCK) ? Optional.of(explanation(client)) : Optional.empty();
    }

    @Override
    public Optional<ExportExplanation> explainExport(
        ResourceName export, String peer, Map<String, String> client) {
      return export.equals(STOCK)
          ? Optional.of(
              new ExportExplanation(
                  new Export(new Metadata(STOCK, Map.of()), Optional.of("127.0.0.1"), 80),
                  peer,
                  true,
                  client.entrySet().stream()
                      .map(each -> new AttributeOrigin(each.getKey(), each.getValue(), "asked"))
                      .toList(),
                  List.of(),
                  policies(),
                  Verdict.REFUSED))
          : Optional.empty();
    }

    private static SessionExplanation explanation(InetAddress client) {
      return new SessionExplanation(
          new Import(
              new Metadata(STOCK, Map.of()),
              5000,
              OptionalInt.empty(),
              List.of(new ImportSource("east", STOCK)),
              LoadBalancingScheme.STATIC),
          Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000)),
          client,
          new ClientIdentity.Known(WEB, AddressBlock.parse("10.0.0.0/8")),
          List.of(new AttributeOrigin(Attributes.PEER_NAME, "west", "certificate")),
          List.of(
              new SourceExplanation(
                  new ImportSource("east", STOCK),
                  Optional.of(new Reach(true, "2 ms")),
                  true,
                  List.of(),
                  Optional.of(policies()),
                  client.equals(REFUSED) ? Verdict.REFUSED : Verdict.ALLOWED,
                  "as tested")));
    }

    private static PolicyExplanation policies() {
      return PolicySet.empty()
          .explain(
              Attributes.ofSource("west", Map.of(), Map.of()),
              Attributes.ofDestination("east", Map.of(), STOCK, Map.of()),
              "shop");
    }
  }

  private ReadApi.Answer ask(String query) {
    return api.answer(URI.create("/api/v1/explain?" + query));
  }

  private JsonNode found(String query) throws JsonProcessingException {
    ReadApi.Answer answer = ask(query);
    assertThat(answer.status()).as(answer.json()).isEqualTo(200);
    return JsonMapper.builder().build().readTree(answer.json());
  }

  @Test
  void explainsAnImportFromAnAddress() throws JsonProcessingException {
    JsonNode found = found("import=shop/stock&from=10.9.9.9");

    assertThat(found.at("/import").asText()).isEqualTo("shop/stock");
    assertThat(found.at("/verdict").asText()).isEqualTo("allowed");
    assertThat(found.at("/peer").asText()).isEqualTo("west");
    assertThat(found.at("/listening").asText()).isEqualTo("127.0.0.1:5000");
    assertThat(found.at("/clients")).hasSize(1);
    JsonNode client = found.at("/clients/0");
    assertThat(client.at("/addresses/0").asText()).isEqualTo("10.9.9.9");
    assertThat(client.at("/identity").asText()).isEqualTo("known");
    assertThat(client.at("/workloads/0").asText()).isEqualTo("shop/web");
    assertThat(client.at("/attributes/0/origin").asText()).isEqualTo("certificate");
    assertThat(client.at("/sources/0/export").asText()).isEqualTo("shop/stock");
    assertThat(client.at("/sources/0/decision/reason").asText()).isEqualTo("no policy matched");
  }

  @Test
  void explainsAWorkloadByTheFirstAddressOfEachBlockAndThoseAlikeOnce()
      throws JsonProcessingException {
    JsonNode found = found("import=shop/stock&from=shop/web");

    assertThat(found.at("/clients")).hasSize(2);
    assertThat(found.at("/clients/0/addresses").toString())
        .isEqualTo("[\"10.0.0.1\",\"10.0.1.0\"]");
    assertThat(found.at("/clients/1/addresses").toString()).isEqualTo("[\"10.0.2.0\"]");
    assertThat(found.at("/clients/1/verdict").asText()).isEqualTo("refused");
    assertThat(found.at("/verdict").asText()).as("one is refused").isEqualTo("refused");
  }

  @Test
  void explainsAnExportForAPeerAndItsClientsAttributes() throws JsonProcessingException {
    JsonNode found =
        found(
            "export=shop/stock&peer=east&attributes=client.clusterlink.net/namespace=shop,"
                + "client.clusterlink.net/labels.app.kubernetes.io/name=web");

    assertThat(found.at("/verdict").asText()).isEqualTo("refused");
    assertThat(found.at("/peer").asText()).isEqualTo("east");
    assertThat(found.at("/source")).hasSize(2);
    assertThat(found.at("/source/1/key").asText())
        .isEqualTo("client.clusterlink.net/labels.app.kubernetes.io/name");
  }

  @ParameterizedTest
  @CsvSource({
    "import=shop/none&from=10.0.0.1, there is no Import shop/none",
    "import=shop/stock&from=shop/none, there is no Workload shop/none",
    "import=shop/stock&from=300.1.1.1, 300.1.1.1 is no IP address",
    "export=none&peer=east, there is no Export default/none",
  })
  void saysWhatThereIsNot(String query, String message) {
    assertThat(ask(query).status()).isEqualTo(404);
    assertThat(ask(query).json()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "from=10.0.0.1, say what to explain",
    "import=shop/stock, parameter 'from' is missing",
    "import=Shop/stock&from=10.0.0.1, parameter 'import'",
    "import=shop/stock&from=10.0.0.0/8, ask from one of its addresses",
    "import=shop/stock&from=a/b/c, parameter 'from'",
    "import=shop/stock&from=10.0.0.1&peer=east, there is no parameter 'peer'",
    "export=shop/stock, parameter 'peer' is missing",
    "export=shop/stock&peer=EAST, is no peer's name",
    "export=shop/stock&peer=east&attributes=app, has no value",
    "export=shop/stock&peer=east&attributes=app=web, is no attribute of a client",
    "export=shop/stock&peer=east&attributes=peer.clusterlink.net/name=west, is no attribute of a",
    "export=shop/stock&peer=east&attributes=client.clusterlink.net/app=web, is no attribute of a",
  })
  void refusesWhatMakesNoSense(String query, String message) {
    assertThat(ask(query).status()).isEqualTo(400);
    assertThat(ask(query).json()).contains(message);
  }
}
