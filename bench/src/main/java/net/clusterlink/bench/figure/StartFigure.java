package net.clusterlink.bench.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Gateway;
import net.clusterlink.bench.rival.Manifests;
import net.clusterlink.bench.rival.Variant;

/** From the start of a gateway's process to its saying that it is ready. */
public record StartFigure(Field field) implements Figure<Variant> {
  private static final double SECONDS = 1e9;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Reading> readings() {
    return List.of(Reading.lower(name(), "s"));
  }

  @Override
  public List<Variant> variants() {
    return List.of(Variant.CLUSTERLINK);
  }

  @Override
  public int warmUps(Variant variant) {
    return 1;
  }

  @Override
  public Contestant enter(Variant variant) {
    requireCache();
    Manifests manifests = new Manifests();
    manifests.export("web", 1);
    manifests.allowClients();
    manifests.client();
    Path config = manifests.write(field.folder("start").resolve("config"));
    return () -> {
      long start = System.nanoTime();
      try (var running =
          Gateway.launch(field.clusterlink(), field.certificates().east(), config, 1, List.of())) {
        running.process().awaiting("ready", running::isReady);
        return Map.of(name(), (System.nanoTime() - start) / SECONDS);
      }
    };
  }

  /** The launcher does without the cache when it cannot be made; then this is another figure. */
  private void requireCache() {
    Path cache = field.clusterlink().resolveSibling("cli/target/gateway.aot");
    try {
      if (Files.size(cache) > 0) {
        return;
      }
    } catch (IOException e) {
      throw new BenchException(missing(cache), e);
    }
    throw new BenchException(missing(cache));
  }

  private static String missing(Path cache) {
    return "start is measured with the AOT cache, and there is none in %s; %s may tell why"
        .formatted(cache, cache.resolveSibling("training.log"));
  }
}
