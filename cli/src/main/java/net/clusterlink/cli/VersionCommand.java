package net.clusterlink.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code clusterlink version}: what this is, and what it runs on. */
@Command(
    name = "version",
    header = "Show the version, the protocol and the Java it runs on.",
    footer = {"", "Example:", "  clusterlink version"})
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    for (String line : getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "clusterlink " + number(),
      "  protocol  clusterlink/2",
      "  java      " + Runtime.version() + " (" + System.getProperty("java.home") + ")",
      "  system    " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
    };
  }

  private static String number() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
      if (file == null) {
        throw new IOException("version.properties is missing from the jar; build it anew");
      }
      properties.load(file);
    }
    return properties.getProperty("version", "of unknown version");
  }
}
