package net.clusterlink.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Stands in for {@code curl} where there is none: prints what a URL gives, else why it does not.
 */
final class Fetch {
  private Fetch() {}

  /** Takes the URL; exits with 0 only for an answer with status 200. */
  public static void main(String... args) throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(args[0])).timeout(Duration.ofSeconds(5)).build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      System.out.print(response.body());
      System.exit(response.statusCode() == 200 ? 0 : 22);
    } catch (IOException e) {
      System.err.println("the connection broke: " + e.getMessage());
      System.exit(1);
    }
  }
}
