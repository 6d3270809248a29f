package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fabric on disk, made by the product's own commands. */
public final class Fabric {
  private static final String NAME = "fabric";

  private final Path folder;

  private Fabric(Path folder) {
    this.folder = folder;
  }

  /** A new fabric with these peers, in a folder of its own. */
  public static Fabric create(Path folder, String... peers) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Cli.runWell(folder, "create", "fabric", "--name", NAME);
    for (String peer : peers) {
      Cli.runWell(folder, "create", "peer-cert", "--name", peer, "--fabric", NAME);
    }
    return new Fabric(folder.resolve(NAME));
  }

  /** The folder of the fabric's own certificate and key. */
  public Path folder() {
    return folder;
  }

  /** What a gateway of the peer is given as {@code --certs}. */
  public Path peer(String name) {
    return folder.resolve(name);
  }
}
