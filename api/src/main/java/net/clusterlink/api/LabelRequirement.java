package net.clusterlink.api;

import java.util.Map;
import java.util.Set;

/**
 * One expression of a label selector, evaluated as Kubernetes does: {@code NotIn} and {@code
 * DoesNotExist} hold where the key is absent (apimachinery, {@code labels.Requirement}).
 *
 * @param key the label's key
 * @param values needed by {@code In} and {@code NotIn}, empty for the others
 */
public record LabelRequirement(String key, Operator operator, Set<String> values) {

  /** How a requirement compares. */
  public enum Operator {
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist");

    private final String title;

    Operator(String title) {
      this.title = title;
    }

    /** As written in a selector. */
    public String title() {
      return title;
    }
  }

  public LabelRequirement {
    values = Set.copyOf(values);
    boolean needsValues = operator == Operator.IN || operator == Operator.NOT_IN;
    if (needsValues == values.isEmpty()) {
      throw new IllegalArgumentException(
          operator.title() + (needsValues ? " needs values" : " takes no values"));
    }
  }

  /** Whether the requirement holds for these labels. */
  public boolean matches(Map<String, String> labels) {
    String value = labels.get(key);
    return switch (operator) {
      case IN -> value != null && values.contains(value);
      case NOT_IN -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }
}
