package net.clusterlink.admin.read;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import net.clusterlink.admin.view.ExplainedClientView;
import net.clusterlink.admin.view.ImportExplanationView;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.InvalidValueException;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.dataplane.explain.SessionExplanation;
import net.clusterlink.dataplane.explain.Verdict;
import net.clusterlink.snapshot.AddressClaim;
import net.clusterlink.snapshot.Snapshot;

/** Answers what a client of an import would meet: one at an address, or a workload. */
final class ImportQuestion {
  /** How many addresses of a workload are looked at. */
  private static final int MOST_ADDRESSES = 64;

  private static final Pattern NUMBERS = Pattern.compile("[\\d.]+");

  private final String peer;
  private final Supplier<Snapshot> snapshot;
  private final SessionExplanations explanations;

  ImportQuestion(String peer, Supplier<Snapshot> snapshot, SessionExplanations explanations) {
    this.peer = peer;
    this.snapshot = snapshot;
    this.explanations = explanations;
  }

  /** Whose clients are asked for. */
  private record From(String name, List<InetAddress> addresses, int omitted) {}

  Reply answer(ReadRequest request) {
    ResourceName imported =
        ExplainEndpoint.name("import", ExplainEndpoint.required(request, "import"));
    String text = ExplainEndpoint.required(request, "from");
    Optional<InetAddress> address = address(text);
    if (address.isPresent()) {
      return answer(imported, new From(text, List.of(address.get()), 0));
    }
    ResourceName name = ExplainEndpoint.name("from", text);
    return Optional.ofNullable(snapshot.get().workloads().all().get(name))
        .map(workload -> answer(imported, from(workload)))
        .orElseGet(() ->
            new Reply.Missing(
                "there is no Workload "
                    + name
                    + " here"
                    + (NUMBERS.matcher(text).matches() ? ", and " + text + " is no IP address" : "")
                    + "; 'clusterlink get workloads' lists them, or ask from an IP address"));
  }

  private static Optional<InetAddress> address(String text) {
    try {
      AddressBlock block = AddressBlock.parse(text);
      if (text.indexOf('/') >= 0) {
        throw new ReadRequest.MalformedException(
            "parameter 'from': " + block + " is a block; ask from one of its addresses");
      }
      return Optional.of(block.first());
    } catch (InvalidValueException e) {
      // Then it is a workload's name.
      return Optional.empty();
    }
  }

  private static From from(Workload workload) {
    List<AddressBlock> blocks = workload.addresses();
    return new From(
        workload.name().toString(),
        blocks.stream().limit(MOST_ADDRESSES).map(AddressBlock::first).toList(),
        Math.max(0, blocks.size() - MOST_ADDRESSES));
  }

  private Reply answer(ResourceName imported, From from) {
    List<SessionExplanation> found = new ArrayList<>();
    List<ExplainedClientView> clients = new ArrayList<>();
    for (List<InetAddress> alike : groups(from.addresses())) {
      Optional<SessionExplanation> explanation = explanations.explain(imported, alike.getFirst());
      if (explanation.isEmpty()) {
        return new Reply.Missing(
            "there is no Import "
                + imported
                + " here; 'clusterlink get imports' lists them, and 'clusterlink get"
                + " config-errors' the manifests that are not in force");
      }
      found.add(explanation.get());
      clients.add(
          ExplainedClientView.of(
              alike.stream().map(InetAddress::getHostAddress).toList(), explanation.get()));
    }
    SessionExplanation first = found.getFirst();
    return new Reply.Found(
        new ImportExplanationView(
            imported.toString(),
            from.name(),
            verdict(found).toString(),
            peer,
            first.listening().map(Addresses::shown),
            first.imported().lbScheme().title(),
            clients,
            from.omitted()));
  }

  /** Addresses that the same workloads claim are the same to the policies. */
  private Iterable<List<InetAddress>> groups(List<InetAddress> addresses) {
    Snapshot now = snapshot.get();
    Map<List<ResourceName>, List<InetAddress>> groups = new LinkedHashMap<>();
    for (InetAddress address : addresses) {
      groups
          .computeIfAbsent(
              now.workloads().claimOf(address).map(AddressClaim::workloads).orElse(List.of()),
              _ -> new ArrayList<>())
          .add(address);
    }
    return groups.values();
  }

  private static Verdict verdict(List<SessionExplanation> explanations) {
    List<Verdict> verdicts = explanations.stream().map(SessionExplanation::verdict).toList();
    if (verdicts.contains(Verdict.REFUSED)) {
      return Verdict.REFUSED;
    }
    return verdicts.contains(Verdict.UNDECIDED) ? Verdict.UNDECIDED : Verdict.ALLOWED;
  }
}
