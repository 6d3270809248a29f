package net.clusterlink.admin.view;

import java.util.List;
import java.util.Optional;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.explain.ClientIdentity;
import net.clusterlink.dataplane.explain.SessionExplanation;

/**
 * What clients would meet that are the same to the policies.
 *
 * @param addresses theirs, as far as they were asked for
 * @param verdict {@code allowed}, {@code refused} or {@code undecided}, by this side alone
 * @param identity {@code known}, {@code ambiguous} when several workloads claim the address
 *     equally, else {@code unknown}
 * @param workloads those that claim it
 * @param block by which of their addresses
 * @param attributes of the source: the client's and its peer's
 * @param sources in the order in which they would be tried now
 */
public record ExplainedClientView(
    List<String> addresses,
    String verdict,
    String identity,
    List<String> workloads,
    Optional<String> block,
    List<AttributeView> attributes,
    List<ExplainedSourceView> sources) {
  public ExplainedClientView {
    addresses = List.copyOf(addresses);
    workloads = List.copyOf(workloads);
    attributes = List.copyOf(attributes);
    sources = List.copyOf(sources);
  }

  private record Identity(String title, List<ResourceName> workloads, Optional<String> block) {}

  /** As shown; what holds for one address holds for all of these. */
  public static ExplainedClientView of(List<String> addresses, SessionExplanation explanation) {
    Identity identity = identity(explanation.identity());
    return new ExplainedClientView(
        addresses,
        explanation.verdict().toString(),
        identity.title(),
        identity.workloads().stream().map(ResourceName::toString).toList(),
        identity.block(),
        explanation.attributes().stream().map(AttributeView::of).toList(),
        explanation.sources().stream().map(ExplainedSourceView::of).toList());
  }

  private static Identity identity(ClientIdentity identity) {
    return switch (identity) {
      case ClientIdentity.Known(var workload, var block) ->
          new Identity("known", List.of(workload), Optional.of(block.toString()));
      case ClientIdentity.Ambiguous(var workloads, var block) ->
          new Identity("ambiguous", workloads, Optional.of(block.toString()));
      case ClientIdentity.Unknown() -> new Identity("unknown", List.of(), Optional.empty());
    };
  }
}
