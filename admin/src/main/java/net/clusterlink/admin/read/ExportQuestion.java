package net.clusterlink.admin.read;

import java.util.LinkedHashMap;
import java.util.Map;
import net.clusterlink.admin.view.ExportExplanationView;
import net.clusterlink.api.AttributeKey;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.NameRule;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.Attributes;

/** Answers whether a peer would be let in to an export. */
final class ExportQuestion {
  /** As many as a session may have. */
  private static final int MOST_ATTRIBUTES = 64;

  private final SessionExplanations explanations;

  ExportQuestion(SessionExplanations explanations) {
    this.explanations = explanations;
  }

  Reply answer(ReadRequest request) {
    ResourceName export =
        ExplainEndpoint.name("export", ExplainEndpoint.required(request, "export"));
    String peer = ExplainEndpoint.required(request, "peer");
    if (!NameRule.PEER.allows(peer)) {
      return new Reply.Refused(
          "parameter 'peer': "
              + Excerpt.quoted(peer)
              + " is no peer's name; "
              + NameRule.PEER.remedy());
    }
    Map<String, String> client = attributes(request.parameter("attributes").orElse(""));
    return explanations
        .explainExport(export, peer, client)
        .<Reply>map(found -> new Reply.Found(ExportExplanationView.of(found)))
        .orElseGet(() ->
            new Reply.Missing(
                "there is no Export " + export + " here; 'clusterlink get exports' lists them"));
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0) {
        throw wrong(pair, "has no value; write key=value");
      }
      if (!key.startsWith(Attributes.CLIENT) || !AttributeKey.Side.SOURCE.has(key)) {
        throw wrong(
            key,
            "is no attribute of a client; write "
                + AttributeKey.CLIENT_NAMESPACE
                + ", "
                + AttributeKey.CLIENT_SERVICE_ACCOUNT
                + " or "
                + AttributeKey.CLIENT_LABELS
                + "KEY");
      }
      if (attributes.put(key, pair.substring(equals + 1)) != null) {
        throw wrong(key, "is given twice; give it once");
      }
    }
    if (attributes.size() > MOST_ATTRIBUTES) {
      throw new ReadRequest.MalformedException(
          "parameter 'attributes': no client has more than " + MOST_ATTRIBUTES);
    }
    return attributes;
  }

  private static ReadRequest.MalformedException wrong(String what, String message) {
    return new ReadRequest.MalformedException(
        "parameter 'attributes': " + Excerpt.quoted(what) + " " + message);
  }
}
