package net.clusterlink.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import net.clusterlink.admin.AccessToken;
import net.clusterlink.api.Excerpt;
import net.clusterlink.cli.admin.AdminClientException.Kind;
import net.clusterlink.fabric.PeerRefusedException;
import net.clusterlink.fabric.PeerVerifier;
import org.jspecify.annotations.Nullable;

/** Asks the admin server of one gateway. For one thread; close it when done. */
public final class AdminClient implements AutoCloseable {
  /** More than the longest list there is. */
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final URI base;
  private final Optional<AccessToken> token;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * What a gateway answered.
   *
   * @param status of HTTP
   */
  public record Answer(int status, String body) {}

  private AdminClient(
      URI base, Optional<AccessToken> token, Duration timeout, Optional<SSLContext> tls) {
    this.base = base;
    this.token = token;
    this.timeout = timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
    tls.ifPresent(builder::sslContext);
    http = builder.build();
  }

  static AdminClient plain(URI base, Optional<AccessToken> token, Duration timeout) {
    return new AdminClient(base, token, timeout, Optional.empty());
  }

  static AdminClient secured(
      URI base, Optional<AccessToken> token, Duration timeout, PeerVerifier verifier, String peer) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {verifier.trustManager(peer)}, null);
      return new AdminClient(base, token, timeout, Optional.of(tls));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /**
   * What the gateway answers, whatever it is.
   *
   * @param path with its query, such as {@code /readyz} or {@code /api/v1/peers?limit=10}
   * @throws AdminClientException when it does not answer, or is not the one it should be
   */
  public Answer get(String path) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(timeout).GET();
    token.ifPresent(secret -> request.header("Authorization", secret.authorization()));
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
        if (bytes.length > MAX_ANSWER_BYTES) {
          throw unexpected(path + " answers with more than " + MAX_ANSWER_BYTES + " bytes", null);
        }
        return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw unanswered(e);
    }
  }

  /**
   * What the gateway's read API answers.
   *
   * @param path with its query, such as {@code /api/v1/peers}
   * @throws AdminClientException when it does not answer with what was asked for
   */
  public JsonNode json(String path) throws InterruptedException {
    Answer answer = get(path);
    return switch (answer.status()) {
      case 200 -> parsed(path, answer.body());
      case 401 ->
          throw new AdminClientException(
              Kind.UNAUTHORIZED,
              token.isPresent()
                  ? "the gateway at "
                      + base
                      + " has another token; name the file of its --admin-token with --token"
                  : "the gateway at "
                      + base
                      + " wants a token; name the file of its --admin-token with --token",
              null);
      case 400 -> throw refused(path, answer, Kind.WRONG_OPTION);
      case 503 ->
          throw new AdminClientException(
              Kind.UNREACHABLE,
              "the gateway at " + base + " cannot answer now: " + refusal(answer) + "; try again",
              null);
      case 404 -> throw refused(path, answer, Kind.NOT_FOUND);
      default -> throw unexpected("answers " + answer.status() + ": " + refusal(answer), null);
    };
  }

  private AdminClientException refused(String path, Answer answer, Kind kind) {
    return reason(answer)
        .map(reason -> new AdminClientException(kind, reason, null))
        .orElseGet(() -> unexpected("answers " + answer.status() + " to " + path, null));
  }

  /** The reason in an answer that is none: the API's own, or what somebody else says there. */
  private static String refusal(Answer answer) {
    return reason(answer).orElseGet(() -> Excerpt.quoted(answer.body().strip()));
  }

  /** The reason that the read API gives; none when it is not the one that answers. */
  private static Optional<String> reason(Answer answer) {
    try {
      JsonNode body = MAPPER.readTree(answer.body());
      return Optional.of(body.path("error"))
          .filter(error -> error.isTextual() && body.size() == 1)
          .map(error -> Excerpt.whole(error.asText()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private JsonNode parsed(String path, String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw unexpected(path + " is not JSON", e);
    }
  }

  private AdminClientException unexpected(String what, @Nullable Throwable cause) {
    return new AdminClientException(
        Kind.UNEXPECTED,
        "what listens at " + base + " is no gateway of this version: " + what + "; check --admin",
        cause);
  }

  private AdminClientException unanswered(IOException e) {
    Optional<PeerRefusedException> refused = causes(e, PeerRefusedException.class);
    if (refused.isPresent()) {
      return new AdminClientException(
          Kind.UNTRUSTED,
          "the gateway at "
              + base
              + " is not the one expected: "
              + refused.get().getMessage()
              + "; check --ca, and name its peer with --admin-name",
          e);
    }
    return switch (e) {
      case HttpTimeoutException _ ->
          unreachable("does not answer within " + timeout.toMillis() + " ms", e);
      case ConnectException _ -> unreachable("does not answer", e);
      case SSLException _ ->
          new AdminClientException(
              Kind.UNTRUSTED,
              "what listens at "
                  + base
                  + " speaks no TLS that fits: "
                  + e.getMessage()
                  + "; on loopback use http in --admin",
              e);
      default -> unreachable("broke off: " + e.getMessage(), e);
    };
  }

  private AdminClientException unreachable(String how, IOException cause) {
    return new AdminClientException(
        Kind.UNREACHABLE,
        "the gateway at "
            + base
            + " "
            + how
            + "; is it running? name its admin address with --admin"
            + (base.getScheme().equals("https") ? "" : ", with https where it is not on loopback")
            + "; `clusterlink check` says what is wrong with it",
        cause);
  }

  private static <T> Optional<T> causes(Throwable e, Class<T> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
