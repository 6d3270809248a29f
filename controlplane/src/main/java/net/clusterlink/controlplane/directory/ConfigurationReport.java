package net.clusterlink.controlplane.directory;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.controlplane.store.ConfigProblem;
import net.clusterlink.controlplane.store.ConfigProblem.Severity;
import net.clusterlink.controlplane.store.ConfigProblems;
import net.clusterlink.controlplane.store.UnreadablePolicy;

/**
 * What a gateway would make of a configuration if it started with it.
 *
 * @param files how many manifests were read
 * @param inForce the objects that would be in force, by kind and name
 * @param problems all that is wrong or doubtful
 * @param unreadablePolicies what a gateway would refuse because it could not be read
 */
public record ConfigurationReport(
    int files,
    List<Resource> inForce,
    ConfigProblems problems,
    List<UnreadablePolicy> unreadablePolicies) {
  public ConfigurationReport {
    inForce = List.copyOf(inForce);
    unreadablePolicies = List.copyOf(unreadablePolicies);
  }

  /** How many objects would be in force, by kind; kinds without any are left out. */
  public Map<Kind, Integer> resources() {
    return inForce.stream().collect(Collectors.toMap(Resource::kind, _ -> 1, Integer::sum));
  }

  /** Whether everything written would be in force; warnings may remain. */
  public boolean valid() {
    return problems.errors() == 0;
  }

  /** What would keep something from taking effect, by file and line. */
  public List<ConfigProblem> errors() {
    return of(Severity.ERROR);
  }

  /** What is likely not meant, by file and line. */
  public List<ConfigProblem> warnings() {
    return of(Severity.WARNING);
  }

  private List<ConfigProblem> of(Severity severity) {
    return problems.all().stream().filter(problem -> problem.severity() == severity).toList();
  }
}
