package net.clusterlink.api.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Ends the parsing of a stream that goes beyond what is read. */
final class LimitExceededException extends MarkedYamlEngineException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  LimitExceededException(String problem, String remedy, Optional<Mark> at) {
    super("", Optional.empty(), problem, at);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
