package net.clusterlink.cli.demo;

import java.util.regex.Pattern;

/**
 * The service of peer west: the JDK's web server, with one file.
 *
 * @param port where it listens on 127.0.0.1
 */
record WebService(int port) {
  static final String FILE = "stock.txt";
  static final String CONTENT = "42 chairs in stock";
  private static final Pattern SERVING = Pattern.compile("port (\\d+)");

  static WebService start(Stage stage) throws InterruptedException {
    String folder =
        String.valueOf(stage.write("service/" + FILE, CONTENT + "\n").toAbsolutePath().getParent());
    StageProcess process =
        stage.start(
            "service",
            JavaCommand.ofModule("jdk.httpserver", "-b", "127.0.0.1", "-p", "0", "-d", folder));
    return new WebService(Integer.parseInt(process.awaitLine(SERVING).group(1)));
  }
}
