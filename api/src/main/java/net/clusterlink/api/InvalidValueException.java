package net.clusterlink.api;

/** A text does not say a value of the kind it should; the remedy says how to write it. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  InvalidValueException(String problem, String remedy) {
    super(problem + "; " + remedy);
    this.problem = problem;
    this.remedy = remedy;
  }

  /** What is wrong, without quoting the text itself. */
  public String problem() {
    return problem;
  }

  /** What to write in its place. */
  public String remedy() {
    return remedy;
  }
}
