package net.clusterlink.admin.read;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The read API: its endpoints by name, and the way from a request to an answer. Any thread. */
public final class ReadApi {
  /** What every path of it begins with. */
  public static final String PREFIX = "/api/v1/";

  private final SortedMap<String, Endpoint> endpoints;

  private ReadApi(SortedMap<String, Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * An answer to a request.
   *
   * @param status of HTTP
   * @param json the body
   */
  public record Answer(int status, String json) {}

  private record Failure(String error) {}

  private record Index(Iterable<String> paths) {}

  /** An API without a path. */
  public static ReadApi empty() {
    return new ReadApi(new TreeMap<>());
  }

  /**
   * The API of a gateway.
   *
   * @param clock tells the age of sessions and tunnels
   */
  public static ReadApi of(GatewayState state, InstantSource clock) {
    return empty()
        .with("peers", PeerList.endpoint(state))
        .with("imports", ImportList.endpoint(state))
        .with("exports", ExportList.endpoint(state))
        .with("policies", PolicyList.endpoint(state))
        .with("workloads", WorkloadList.endpoint(state))
        .with("sessions", SessionList.endpoint(state, clock))
        .with("tunnels", TunnelList.endpoint(state, clock))
        .with("config-errors", ConfigErrorList.endpoint(state));
  }

  /**
   * This API with one endpoint more.
   *
   * @param name the first part of its path after {@link #PREFIX}
   */
  public ReadApi with(String name, Endpoint endpoint) {
    SortedMap<String, Endpoint> more = new TreeMap<>(endpoints);
    if (more.put(name, endpoint) != null) {
      throw new IllegalArgumentException("there is an endpoint " + name + " already");
    }
    return new ReadApi(more);
  }

  /**
   * The answer to a request.
   *
   * @param uri its path begins with {@link #PREFIX}
   */
  public Answer answer(URI uri) {
    String name = uri.getPath().substring(PREFIX.length()).split("/", 2)[0];
    Optional<Endpoint> endpoint = Optional.ofNullable(endpoints.get(name));
    if (endpoint.isEmpty()) {
      Index index = new Index(endpoints.keySet().stream().map(PREFIX::concat).toList());
      return name.isEmpty()
          ? new Answer(200, Json.write(index))
          : failed(404, "there is no " + PREFIX + name + "; " + PREFIX + " lists what there is");
    }
    return switch (reply(endpoint.get(), uri)) {
      case Reply.Found(var body) -> new Answer(200, Json.write(body));
      case Reply.Missing(var message) -> failed(404, message);
      case Reply.Refused(var message) -> failed(400, message);
    };
  }

  private static Reply reply(Endpoint endpoint, URI uri) {
    try {
      return endpoint.answer(ReadRequest.of(uri, PREFIX));
    } catch (ReadRequest.MalformedException e) {
      return new Reply.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static Answer failed(int status, String message) {
    return new Answer(status, Json.write(new Failure(message)));
  }
}
