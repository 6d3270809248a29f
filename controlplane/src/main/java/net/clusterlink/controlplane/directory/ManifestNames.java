package net.clusterlink.controlplane.directory;

import java.util.List;
import java.util.Locale;

/** Which names in a directory count. */
final class ManifestNames {
  /** What a manifest's name ends in. */
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  private ManifestNames() {}

  /**
   * Whether a file or folder of this name is never looked at: hidden ones, among them the {@code
   * ..data} of a mounted ConfigMap and the lock and swap files of editors.
   */
  static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  /**
   * Whether a file of this name is read. Backups such as {@code a.yaml~}, {@code #a.yaml#} and
   * {@code a.yaml.bak} are not; {@code A.YAML} is, lest a policy be passed over.
   */
  static boolean isManifest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !isHidden(name) && ENDINGS.stream().anyMatch(lower::endsWith);
  }
}
