package net.clusterlink.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds what explain says of both sides equal to what connections meet, under random policies. */
@Tag("external")
@Timeout(60)
class ExplainIT {
  private static final long SEED = 20_260_301;
  private static final int ROUNDS = 30;
  private static final String GREETING = "welcome";
  private static final InetAddress WEB = Loopback.fresh();
  private static final InetAddress BATCH = Loopback.fresh();
  private static final InetAddress CLAIMED_TWICE = Loopback.fresh();
  private static final InetAddress UNKNOWN = Loopback.fresh();
  private static final TcpService<Received> SERVICE = TcpService.start(Scripts.greet(GREETING));

  @RegisterExtension
  static final Link LINK =
      new Link(east -> east.with("--label", "site=e"), west -> west.with("--label", "site=w"));

  private static InetSocketAddress imported;

  private final Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);

  /** What became of a connection. */
  private enum Outcome {
    SERVED,
    REFUSED_BY_WEST,
    REFUSED_BY_EAST
  }

  @BeforeAll
  static void start() {
    imported = LINK.offer("greeter", SERVICE);
    LINK.westConfig()
        .put(
            "clients.yaml",
            Manifests.workload("web", WEB),
            Manifests.workload("batch", BATCH),
            Manifests.workload("twin-a", CLAIMED_TWICE),
            Manifests.workload("twin-b", CLAIMED_TWICE));
    LINK.start();
  }

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @Test
  void saysWhatConnectionsMeet() throws IOException {
    var policies = new RandomPolicyFile(new Random(SEED));
    for (int round = 0; round < ROUNDS; round++) {
      String east = policies.draw(round);
      String west = policies.draw(round);
      LINK.east()
          .afterChange(() ->
              LINK.west()
                  .afterChange(() -> {
                    LINK.eastConfig().put("policies.yaml", east);
                    LINK.westConfig().put("policies.yaml", west);
                  }));
      for (InetAddress client : List.of(WEB, BATCH, CLAIMED_TWICE, UNKNOWN)) {
        compare(
            client, "seed %s, round %s\neast:\n%s\nwest:\n%s".formatted(SEED, round, east, west));
      }
    }

    assertThat(seen).containsOnlyKeys(Outcome.values());
    assertThat(seen.values()).allMatch(count -> count >= 10, "at least ten of each: " + seen);
  }

  private void compare(InetAddress client, String where) throws IOException {
    boolean served = served(client);
    // After the connection: where the labels of east were needed, they are known by now.
    JsonNode west = ask(LINK.west(), "import=default/greeter&from=" + client.getHostAddress());
    JsonNode east =
        ask(
            LINK.east(),
            "export=default/greeter&peer=west&attributes="
                + URLEncoder.encode(attributes(west), UTF_8));
    String said = where + "\nwest says: " + west + "\neast says: " + east;
    assertThat(west.path("verdict").asText()).as(said).isIn("allowed", "refused");
    Outcome expected =
        west.path("verdict").asText().equals("refused")
            ? Outcome.REFUSED_BY_WEST
            : east.path("verdict").asText().equals("refused")
                ? Outcome.REFUSED_BY_EAST
                : Outcome.SERVED;
    assertThat(served).as(said).isEqualTo(expected == Outcome.SERVED);
    seen.merge(expected, 1, Integer::sum);
  }

  /** The client's attributes, as west would send them to east. */
  private static String attributes(JsonNode west) {
    return StreamSupport.stream(west.at("/clients/0/attributes").spliterator(), false)
        .filter(each -> each.path("key").asText().startsWith("client.clusterlink.net/"))
        .map(each -> each.path("key").asText() + "=" + each.path("value").asText())
        .collect(Collectors.joining(","));
  }

  private static JsonNode ask(GatewayProcess gateway, String query) throws JsonProcessingException {
    HttpResponse<String> answer = gateway.get("/api/v1/explain?" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.builder().build().readTree(answer.body());
  }

  /** Whether a client from an address is served: all of the greeting, or not a byte. */
  private static boolean served(InetAddress from) throws IOException {
    Received received = Client.askFrom(from, imported, "hello");
    assertThat(received.bytes()).isIn(0L, (long) GREETING.length());
    return received.bytes() > 0;
  }
}
