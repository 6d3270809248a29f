package net.clusterlink.bench.rival;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Another program that can carry sessions over two hops. */
enum Rival {
  HAPROXY("haproxy", "cfg", "-v") {
    @Override
    List<String> command(Path program, Path configuration, int workers) {
      return List.of(program.toString(), "-db", "-f", configuration.toString());
    }
  },
  NGINX("nginx", "conf", "-v") {
    private static final Path STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    @Override
    boolean hasModules() {
      return Files.exists(STREAM);
    }

    @Override
    List<String> command(Path program, Path configuration, int workers) {
      Path folder = configuration.getParent();
      return List.of(
          program.toString(),
          "-p",
          String.valueOf(folder),
          "-e",
          folder + "/start.log",
          "-c",
          configuration.toString());
    }
  },
  ENVOY("envoy", "yaml", "--version") {
    @Override
    List<String> command(Path program, Path configuration, int workers) {
      return List.of(
          program.toString(),
          "-c",
          configuration.toString(),
          "--concurrency",
          Integer.toString(workers),
          "--disable-hot-restart",
          "--log-level",
          "error");
    }
  };

  private final String program;
  private final String extension;
  private final String versionOption;

  Rival(String program, String extension, String versionOption) {
    this.program = program;
    this.extension = extension;
    this.versionOption = versionOption;
  }

  /** Who carries a variant's sessions; empty for ClusterLink. */
  static Optional<Rival> of(Variant variant) {
    return switch (variant) {
      case CLUSTERLINK -> Optional.empty();
      case HAPROXY_MTLS, HAPROXY_PLAIN -> Optional.of(HAPROXY);
      case NGINX_MTLS -> Optional.of(NGINX);
      case ENVOY_MTLS, ENVOY_H2 -> Optional.of(ENVOY);
    };
  }

  /** Whether all is there that its configurations load. */
  boolean hasModules() {
    return true;
  }

  /** The program's name. */
  String program() {
    return program;
  }

  /** What makes it tell its version. */
  String versionOption() {
    return versionOption;
  }

  /** The name of a configuration. */
  String file(Variant variant, String hop) {
    return "%s-%s.%s".formatted(variant.label(), hop, extension);
  }

  /** How it is started with a configuration, in the foreground. */
  abstract List<String> command(Path program, Path configuration, int workers);
}
