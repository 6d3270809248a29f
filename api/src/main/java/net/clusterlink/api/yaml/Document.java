package net.clusterlink.api.yaml;

import java.util.List;
import java.util.Optional;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;

/** What reading one document of a file gave. */
public sealed interface Document {

  /** Where the document begins; for a stream cut short by an error, where the error is. */
  Location at();

  /**
   * A resource.
   *
   * @param warnings what is allowed but likely not meant
   */
  record Valid(Resource resource, Location at, List<Problem> warnings) implements Document {
    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /** An object of another group, such as a Deployment. */
  record Foreign(String apiVersion, String kind, Location at) implements Document {}

  /**
   * A document that could not be read. It says what is known of it all the same, so that one which
   * may be a policy can be treated as such.
   *
   * @param kind empty when unknown: it may be of any kind
   * @param name empty when any part of it is unknown
   * @param namespace empty when unknown, and for a cluster-scoped kind: it may then apply anywhere
   * @param problems all that is wrong; never empty
   */
  record Invalid(
      Optional<Kind> kind,
      Optional<ResourceName> name,
      Optional<String> namespace,
      Location at,
      List<Problem> problems)
      implements Document {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid document has a problem");
      }
    }
  }
}
