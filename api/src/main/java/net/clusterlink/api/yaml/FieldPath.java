package net.clusterlink.api.yaml;

import java.util.regex.Pattern;
import net.clusterlink.api.Excerpt;

/**
 * Where a value stands in its document, as {@code spec.from[0].workloadSelector}.
 *
 * @param text fit for a message; empty for the whole document
 */
record FieldPath(String text) {
  static final FieldPath DOCUMENT = new FieldPath("");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  FieldPath field(String name) {
    if (!PLAIN.matcher(name).matches()) {
      return new FieldPath(text + "[" + Excerpt.quoted(name) + "]");
    }
    return new FieldPath(text.isEmpty() ? name : text + "." + name);
  }

  FieldPath item(int index) {
    return new FieldPath(text + "[" + index + "]");
  }

  @Override
  public String toString() {
    return text;
  }
}
