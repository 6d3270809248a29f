package net.clusterlink.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service of a peer: the JDK's web server, with a small file and a large one.
 *
 * @param port where it listens on 127.0.0.1
 * @param content what the small file says
 * @param process it logs every request to standard output
 */
record WebService(int port, String content, StageProcess process) {
  static final String SMALL_FILE = "stock.txt";
  static final String LARGE_FILE = "catalogue.bin";

  private static final int LARGE = 48 << 20;
  private static final Pattern SERVING = Pattern.compile("port (\\d+)");
  private static final Pattern REQUEST = Pattern.compile("\"GET /\\S+\\?request=(\\d+) ");

  static WebService start(Stage stage, String peer, int chairs) throws InterruptedException {
    String content = chairs + " chairs in stock in " + peer;
    Path folder = stage.write("service-" + peer + "/" + SMALL_FILE, content + "\n").getParent();
    stage.write("service-" + peer + "/" + LARGE_FILE, catalogue());
    StageProcess process =
        stage.start(
            "service-" + peer,
            JavaCommand.ofModule(
                "jdk.httpserver", "-b", "127.0.0.1", "-p", "0", "-d", String.valueOf(folder)));
    int port = Integer.parseInt(process.awaitLine(SERVING).group(1));
    return new WebService(port, content, process);
  }

  /** The content of the large file: no two parts of it are alike. */
  static byte[] catalogue() {
    byte[] bytes = new byte[LARGE];
    new Random(LARGE).nextBytes(bytes);
    return bytes;
  }

  /** The numbers of the requests that it was sent, in order. */
  List<Integer> requests() {
    return process.out().lines().stream()
        .map(REQUEST::matcher)
        .filter(Matcher::find)
        .map(request -> Integer.valueOf(request.group(1)))
        .toList();
  }
}
