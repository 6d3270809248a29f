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

/** Who can be measured on this machine, and how each is started. */
public final class Field {
  private final Path clusterlink;
  private final Path installed;
  private final Path folder;
  private final Certificates certificates;
  private final AtomicInteger started = new AtomicInteger();

  /**
   * All that are installed.
   *
   * @param clusterlink the command
   * @param installed where {@code bench/setup} puts programs that the system's packages lack
   * @param folder for what they write
   */
  public Field(Path clusterlink, Path installed, Path folder) {
    this.clusterlink = clusterlink;
    this.installed = installed;
    this.folder = folder;
    this.certificates = Certificates.create(clusterlink, folder);
  }

  /** The command. */
  public Path clusterlink() {
    return clusterlink;
  }

  /** The certificates that all show. */
  public Certificates certificates() {
    return certificates;
  }

  /** A new folder for what a measurement writes. */
  public Path folder(String purpose) {
    try {
      return Files.createDirectories(folder.resolve(started.incrementAndGet() + "-" + purpose));
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
    return rival(variant).map(rival -> find(rival.program()).isPresent()).orElse(true);
  }

  /** Starts two hops of a variant. */
  public Hops start(Variant variant, Way way) {
    Path own = folder(variant.label());
    return rival(variant)
        .<Hops>map(rival ->
            RivalHops.start(
                rival, variant, find(rival.program()).orElseThrow(), certificates, own, way))
        .orElseGet(() -> ClusterLinkHops.start(clusterlink, certificates, own, way));
  }

  Optional<Path> find(String program) {
    return Optional.of(installed.resolve(program))
        .filter(Files::isExecutable)
        .or(() -> Program.find(program));
  }

  private static Optional<Rival> rival(Variant variant) {
    return switch (variant) {
      case CLUSTERLINK -> Optional.empty();
      case HAPROXY_MTLS, HAPROXY_PLAIN -> Optional.of(Rival.HAPROXY);
      case NGINX_MTLS -> Optional.of(Rival.NGINX);
      case ENVOY_MTLS, ENVOY_H2 -> Optional.of(Rival.ENVOY);
    };
  }
}
