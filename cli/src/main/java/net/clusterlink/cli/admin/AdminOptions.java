package net.clusterlink.cli.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import net.clusterlink.admin.AccessToken;
import net.clusterlink.api.Excerpt;
import net.clusterlink.cli.admin.AdminClientException.Kind;
import picocli.CommandLine.Option;

/** The options of every command that asks a running gateway. */
public final class AdminOptions {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  @Option(
      names = "--admin",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:9443",
      description = "Where the gateway's admin server is. Default: ${DEFAULT-VALUE}.")
  private String admin = "";

  @Option(
      names = "--token",
      paramLabel = "FILE",
      description = "The file that the gateway was given as --admin-token.")
  private Optional<Path> token = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "For https: the fabric's certificate, ca.pem of any peer's folder. What a crl.pem beside it"
              + " revokes is refused.")
  private Optional<Path> authorities = Optional.empty();

  @Option(
      names = "--admin-name",
      paramLabel = "PEER",
      description =
          "For https: the peer whose certificate it must show. Default: the host of --admin.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(10);

  /**
   * A client of that gateway; nothing is sent yet.
   *
   * @param directory what relative paths start from
   * @param clock the time that the gateway's certificate is judged by
   * @throws AdminClientException when an option cannot be used
   * @throws net.clusterlink.admin.AdminException when the token cannot be used
   */
  public AdminClient client(Path directory, Clock clock) {
    URI uri = uri();
    if (timeout.compareTo(LONGEST) > 0 || !timeout.isPositive()) {
      throw wrong("--timeout: not within 1ms–" + LONGEST.toHours() + "h");
    }
    Optional<AccessToken> secret = token.map(directory::resolve).map(AccessToken::read);
    boolean secured = uri.getScheme().equals("https");
    if (secret.isPresent() && !secured && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw wrong("the token would cross the network in clear; use https in --admin " + shown());
    }
    if (secured && authorities.isEmpty()) {
      throw wrong(
          "--admin " + shown() + " needs --ca, the fabric's certificate: ca.pem of any peer");
    }
    return secured
        ? AdminClient.secured(
            uri,
            secret,
            timeout,
            Authorities.verifier(directory.resolve(authorities.orElseThrow()), clock),
            name.orElse(uri.getHost()))
        : AdminClient.plain(uri, secret, timeout);
  }

  /**
   * Where that gateway's admin server is.
   *
   * @throws AdminClientException when it is no address
   */
  public URI address() {
    return uri();
  }

  private URI uri() {
    try {
      String written = admin.toLowerCase(Locale.ROOT);
      // As gateway's --admin has it, without a scheme.
      URI uri = new URI(written.contains("://") ? written : "http://" + written);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http
          && uri.getHost() != null
          && uri.getPath().replace("/", "").isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null) {
        return uri.resolve("/");
      }
    } catch (URISyntaxException e) {
      // Told below, with all else that is no such address.
    }
    throw wrong("--admin " + shown() + " is no address; write http://127.0.0.1:9443");
  }

  private String shown() {
    return Excerpt.quoted(admin);
  }

  private static AdminClientException wrong(String message) {
    return new AdminClientException(Kind.WRONG_OPTION, message, null);
  }
}
