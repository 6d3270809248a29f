package net.clusterlink.admin.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.clusterlink.admin.check.AdminAccess.Answer;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;

/** Asks a gateway how it is, and what it has in force. */
final class GatewayQuestion {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MAX_ITEMS = 20_000;

  private final AdminAccess admin;

  GatewayQuestion(AdminAccess admin) {
    this.admin = admin;
  }

  RunningGateway ask() throws InterruptedException {
    try {
      Answer ready = admin.get("/readyz");
      boolean isReady = ready.status() == 200 && ready.body().strip().equals("ready");
      if (!isReady && ready.status() != 503) {
        return new RunningGateway.Stranger("HTTP status " + ready.status() + " to /readyz");
      }
      List<String> objections =
          isReady ? List.of() : ready.body().lines().map(line -> Excerpt.bare(line, 512)).toList();
      Answer metrics = admin.get("/metrics");
      return new RunningGateway.Answering(
          objections, metrics.status() == 200 ? unlabelled(metrics.body()) : Map.of(), inForce());
    } catch (ConnectException e) {
      return new RunningGateway.Absent("connection refused");
    } catch (HttpConnectTimeoutException e) {
      return new RunningGateway.Absent("no connection in time");
    } catch (HttpTimeoutException e) {
      return new RunningGateway.Mute("no answer in time");
    } catch (IOException e) {
      return new RunningGateway.Mute(Excerpt.bare(String.valueOf(e.getMessage()), 500));
    }
  }

  /** Empty when the gateway does not tell all of it. */
  private Optional<InForce> inForce() throws IOException, InterruptedException {
    Set<InForce.Entry> entries = new HashSet<>();
    Map<ResourceName, String> listening = new HashMap<>();
    boolean complete =
        list("peers", item -> entries.add(new InForce.Entry(Kind.PEER, name(item), peer(item))))
            && list(
                "exports",
                item -> entries.add(new InForce.Entry(Kind.EXPORT, name(item), export(item))))
            && list(
                "policies",
                item -> entries.add(new InForce.Entry(policyKind(item), name(item), "")))
            && list(
                "workloads", item -> entries.add(new InForce.Entry(Kind.WORKLOAD, name(item), "")))
            && list(
                "imports",
                item -> {
                  if (item.hasNonNull("listening")) {
                    listening.put(name(item), item.path("listening").asText());
                  }
                  entries.add(new InForce.Entry(Kind.IMPORT, name(item), imported(item)));
                });
    return complete ? Optional.of(new InForce(entries, listening)) : Optional.empty();
  }

  private boolean list(String what, Consumer<JsonNode> each)
      throws IOException, InterruptedException {
    Answer answer = admin.get("/api/v1/" + what + "?limit=" + MAX_ITEMS);
    if (answer.status() != 200) {
      return false;
    }
    try {
      JsonNode listing = MAPPER.readTree(answer.body());
      JsonNode items = listing.path("items");
      items.forEach(each);
      return listing.path("total").asInt(-1) == items.size();
    } catch (JsonProcessingException e) {
      throw new IOException("/api/v1/" + what + " is not JSON", e);
    }
  }

  private static ResourceName name(JsonNode item) {
    return new ResourceName(item.path("namespace").asText(""), item.path("name").asText());
  }

  private static Kind policyKind(JsonNode item) {
    return item.hasNonNull("namespace") ? Kind.ACCESS_POLICY : Kind.PRIVILEGED_ACCESS_POLICY;
  }

  private static String peer(JsonNode item) {
    Set<String> gateways = new TreeSet<>();
    item.path("gateways").forEach(gateway -> gateways.add(gateway.path("address").asText()));
    return String.join(" ", gateways);
  }

  private static String export(JsonNode item) {
    return item.path("host").asText("") + ":" + item.path("port").asInt();
  }

  private static String imported(JsonNode item) {
    return Integer.toString(
        item.hasNonNull("targetPort")
            ? item.path("targetPort").asInt()
            : item.path("port").asInt());
  }

  /** Of Prometheus' text format, what has no labels. */
  private static Map<String, Double> unlabelled(String text) {
    var values = new HashMap<String, Double>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf('{') < 0)
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length >= 2)
        .forEach(parts -> values.put(parts[0], number(parts[1])));
    return values;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // +Inf and -Inf, of which no metric asked for here is one
    }
  }
}
