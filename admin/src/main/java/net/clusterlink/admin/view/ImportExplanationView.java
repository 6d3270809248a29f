package net.clusterlink.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What clients of an import would meet now, as far as their own side decides; the far side decides
 * on its own.
 *
 * @param imported namespace/name
 * @param from as asked: an address, or the namespace/name of a workload
 * @param verdict {@code allowed} when all of the clients are, else {@code refused} when one is,
 *     else {@code undecided}
 * @param peer this gateway's own
 * @param listening the address that the import takes connections at; absent when it does not
 * @param clients a workload's addresses apart where they are not the same to the policies
 * @param omitted how many addresses of the workload were left out
 */
public record ImportExplanationView(
    @JsonProperty("import") String imported,
    String from,
    String verdict,
    String peer,
    Optional<String> listening,
    String lbScheme,
    List<ExplainedClientView> clients,
    int omitted) {
  public ImportExplanationView {
    clients = List.copyOf(clients);
  }
}
