package net.clusterlink.api.yaml;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What the readers of manifests take a scalar for. Where YAML 1.1, which {@code kubectl} reads, and
 * YAML 1.2 differ, a plain scalar is text only if it is text to both, so that no manifest means one
 * thing here and another in a cluster.
 */
enum ScalarForm {
  TEXT,
  NOTHING,
  BOOLEAN,
  NUMBER;

  private static final Pattern NULLS = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern BOOLEANS =
      Pattern.compile(
          "y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
  private static final Pattern NUMBERS =
      Pattern.compile(
          "[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+)"
              + "|[-+]?(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final int LONGEST_NUMBER = 400;

  /** The form of a scalar; a quoted one is text, and so is one tagged {@code !!str}. */
  static ScalarForm of(ScalarNode scalar) {
    String value = scalar.getValue();
    boolean tagged = !scalar.isResolved();
    if (!scalar.isPlain() || tagged) {
      return TEXT;
    }
    if (NULLS.matcher(value).matches()) {
      return NOTHING;
    }
    if (BOOLEANS.matcher(value).matches()) {
      return BOOLEAN;
    }
    return value.length() <= LONGEST_NUMBER && NUMBERS.matcher(value).matches() ? NUMBER : TEXT;
  }

  /** Whether a node is an empty value, or one that says null. */
  static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && of(scalar) == NOTHING;
  }
}
