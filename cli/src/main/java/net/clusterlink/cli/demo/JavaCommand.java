package net.clusterlink.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Command lines for the Java that runs this, with its class path. */
final class JavaCommand {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private JavaCommand() {}

  /** Runs a class of this program. */
  static List<String> ofClass(Class<?> main, String... args) {
    return of(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            absolute(System.getProperty("java.class.path")),
            main.getName()),
        args);
  }

  /** Runs a module of the JDK. */
  static List<String> ofModule(String module, String... args) {
    return of(List.of("-m", module), args);
  }

  private static List<String> of(List<String> what, String... args) {
    List<String> command = new ArrayList<>();
    // A short life and little to do: quick to start, small in memory.
    command.addAll(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m"));
    // Its temporary files belong where those of this process do.
    command.add("-Djava.io.tmpdir=" + absolute(System.getProperty("java.io.tmpdir")));
    command.addAll(what);
    command.addAll(List.of(args));
    return command;
  }

  private static String absolute(String classPath) {
    String separator = System.getProperty("path.separator");
    return Arrays.stream(classPath.split(Pattern.quote(separator)))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(separator));
  }
}
