package net.clusterlink.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The client beside peer edge: a process for each request.
 *
 * @param command what it runs, but for the URL
 * @param url what it asks for
 * @param title how a person would type it, but for the URL
 */
record Client(List<String> command, String url, String title) {

  /**
   * What a request gave.
   *
   * @param answered whether the service answered it
   * @param text the answer, or the client's complaint
   */
  record Answer(boolean answered, String text) {}

  /** The program curl where there is one, else the JDK's client. */
  static Client of(String url) {
    return hasCurl()
        ? new Client(List.of("curl", "-sS", "--fail", "--max-time", "5"), url, "curl ")
        : new Client(
            JavaCommand.ofClass(Fetch.class),
            url,
            "the JDK's HTTP client (there is no curl here): GET ");
  }

  private static boolean hasCurl() {
    String path = String.valueOf(System.getenv("PATH"));
    String separator = System.getProperty("path.separator");
    return Arrays.stream(path.split(Pattern.quote(separator)))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
  }

  /** What a person would type. */
  String shown() {
    return title + url;
  }

  /** Sends one request. */
  Answer ask() throws InterruptedException {
    return run(url);
  }

  /** Sends one request with a number that the service logs. */
  Answer ask(int number) throws InterruptedException {
    return run(url + "?request=" + number);
  }

  private Answer run(String asked) throws InterruptedException {
    try {
      List<String> line = new ArrayList<>(command);
      line.add(asked);
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      // A proxy is for the world outside; this is loopback.
      builder.environment().put("NO_PROXY", "*");
      Process process = builder.start();
      process.getOutputStream().close();
      String text;
      try (InputStream output = process.getInputStream()) {
        text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
      return new Answer(process.waitFor() == 0, text);
    } catch (IOException e) {
      throw new DemoException("the client cannot be run: " + e.getMessage(), e);
    }
  }
}
