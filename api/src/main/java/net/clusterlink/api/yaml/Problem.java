package net.clusterlink.api.yaml;

/**
 * Something wrong, or doubtful, in a document.
 *
 * @param at where it stands
 * @param field the path of the field, as {@code spec.from[0].workloadSelector}; empty when it
 *     concerns the whole document or file
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record Problem(Location at, String field, String message, String remedy) {
  @Override
  public String toString() {
    return at + ": " + (field.isEmpty() ? "" : field + ": ") + message + "; " + remedy;
  }
}
