package net.clusterlink.admin.read;

import java.util.Set;
import java.util.function.Supplier;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.NameRule;
import net.clusterlink.api.ResourceName;
import net.clusterlink.snapshot.Snapshot;

/**
 * Says what a session would meet: beside its client for {@code ?import=ns/name&from=…}, where from
 * is an address or a workload; beside its service for {@code
 * ?export=ns/name&peer=…&attributes=key=value,…}.
 */
public final class ExplainEndpoint implements Endpoint {
  private final ImportQuestion imports;
  private final ExportQuestion exports;

  /**
   * An endpoint of one gateway.
   *
   * @param peer the gateway's own
   * @param snapshot the one in force now
   */
  public ExplainEndpoint(
      String peer, Supplier<Snapshot> snapshot, SessionExplanations explanations) {
    imports = new ImportQuestion(peer, snapshot, explanations);
    exports = new ExportQuestion(explanations);
  }

  @Override
  public Reply answer(ReadRequest request) {
    if (!request.names().isEmpty()) {
      return new Reply.Missing("there is nothing below this path; ask by parameters");
    }
    if (request.parameter("import").isPresent()) {
      request.allowOnly(Set.of("import", "from"));
      return imports.answer(request);
    }
    if (request.parameter("export").isPresent()) {
      request.allowOnly(Set.of("export", "peer", "attributes"));
      return exports.answer(request);
    }
    return new Reply.Refused("say what to explain: import and from, or export and peer");
  }

  /** A parameter that must be there. */
  static String required(ReadRequest request, String parameter) {
    return request
        .parameter(parameter)
        .orElseThrow(() ->
            new ReadRequest.MalformedException("parameter '" + parameter + "' is missing; add it"));
  }

  /** The name of a resource, of namespace {@code default} when it names none. */
  static ResourceName name(String parameter, String text) {
    int slash = text.indexOf('/');
    String namespace = slash < 0 ? ResourceName.DEFAULT_NAMESPACE : text.substring(0, slash);
    String name = text.substring(slash + 1);
    if (NameRule.DNS_LABEL.allows(namespace) && NameRule.DNS_SUBDOMAIN.allows(name)) {
      return new ResourceName(namespace, name);
    }
    throw new ReadRequest.MalformedException(
        "parameter '"
            + parameter
            + "': "
            + Excerpt.quoted(text)
            + " is no name; write namespace/name");
  }
}
