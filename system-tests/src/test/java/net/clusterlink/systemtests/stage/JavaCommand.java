package net.clusterlink.systemtests.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code clusterlink} command as a process of this JDK, on the classes under test. */
public final class JavaCommand {
  private static final String MAIN = "net.clusterlink.cli.Main";

  private JavaCommand() {}

  /** The command line. */
  public static List<String> of(List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    command.addAll(arguments);
    return command;
  }
}
