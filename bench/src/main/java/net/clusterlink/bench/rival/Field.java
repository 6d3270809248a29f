package net.clusterlink.bench.rival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Program;
import org.jspecify.annotations.Nullable;

/** Who can be measured on this machine, and how each is started. */
public final class Field {
  private final Path clusterlink;
  private final Path installed;
  private final Path folder;
  private final AtomicInteger started = new AtomicInteger();
  private @Nullable Certificates certificates;

  /**
   * All that are installed; nothing is started or written yet.
   *
   * @param clusterlink the command
   * @param installed where {@code bench/setup} puts programs that the system's packages lack
   * @param folder for what they write
   */
  public Field(Path clusterlink, Path installed, Path folder) {
    this.clusterlink = clusterlink;
    this.installed = installed;
    this.folder = folder;
  }

  /** The command. */
  public Path clusterlink() {
    return clusterlink;
  }

  /**
   * The certificates that all show, made when they are first needed.
   *
   * @throws BenchException when they cannot be made
   */
  public Certificates certificates() {
    if (certificates == null) {
      certificates = Certificates.create(clusterlink, folder);
    }
    return certificates;
  }

  /**
   * A new folder for what a measurement writes. The one around it stays away once it is removed.
   */
  public Path folder(String purpose) {
    try {
      return Files.createDirectory(folder.resolve(started.incrementAndGet() + "-" + purpose));
    } catch (IOException e) {
      throw new BenchException("cannot make a folder: " + e.getMessage(), e);
    }
  }

  /** The variants whose program is there. */
  public List<Variant> present() {
    return Arrays.stream(Variant.values()).filter(this::isPresent).toList();
  }

  /** The variants whose program is missing. */
  public List<Variant> missing() {
    return Arrays.stream(Variant.values()).filter(variant -> !isPresent(variant)).toList();
  }

  private boolean isPresent(Variant variant) {
    return Rival.of(variant).map(this::isPresent).orElse(true);
  }

  private boolean isPresent(Rival rival) {
    return rival.hasModules() && find(rival.program()).isPresent();
  }

  /** Starts two hops of a variant. */
  public Hops start(Variant variant, Way way) {
    Path own = folder(variant.label());
    return Rival.of(variant)
        .<Hops>map(rival ->
            RivalHops.start(
                rival,
                variant,
                find(rival.program())
                    .orElseThrow(() ->
                        new BenchException(
                            rival.program() + " is not installed; bench/setup installs it")),
                certificates(),
                own,
                way))
        .orElseGet(() -> ClusterLinkHops.start(clusterlink, certificates(), own, way));
  }

  Optional<Path> find(String program) {
    return Optional.of(installed.resolve(program))
        .filter(Files::isExecutable)
        .or(() -> Program.find(program));
  }
}
