package net.clusterlink.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is refused because a document that may hold a policy could not be read: the sessions of a
 * namespace, or all. The name of the smallest document is given.
 */
final class Lockdown {
  static final Lockdown NONE = new Lockdown(HashMap.empty(), HashMap.empty());

  /** The namespace under which a document stands that refuses everything. */
  private static final String EVERYWHERE = "";

  private final HashMap<String, String> namespaceByDocument;
  private final HashMap<String, TreeMap<String, Decision>> refusalsByNamespace;

  private Lockdown(
      HashMap<String, String> namespaceByDocument,
      HashMap<String, TreeMap<String, Decision>> refusalsByNamespace) {
    this.namespaceByDocument = namespaceByDocument;
    this.refusalsByNamespace = refusalsByNamespace;
  }

  /** This with a document added or replaced; an empty namespace refuses everything. */
  Lockdown with(String document, String namespace, String cause) {
    Lockdown others = without(document);
    return new Lockdown(
        others.namespaceByDocument.put(document, namespace),
        others.refusalsByNamespace.put(
            namespace,
            others
                .refusalsByNamespace
                .getOrElse(namespace, TreeMap.empty())
                .put(document, new Decision.PolicyUnreadable(cause))));
  }

  Lockdown without(String document) {
    return namespaceByDocument
        .get(document)
        .map(namespace -> {
          var left = refusalsByNamespace.getOrElse(namespace, TreeMap.empty()).remove(document);
          return new Lockdown(
              namespaceByDocument.remove(document),
              left.isEmpty()
                  ? refusalsByNamespace.remove(namespace)
                  : refusalsByNamespace.put(namespace, left));
        })
        .getOrElse(this);
  }

  /** The refusal of a session that a document in this namespace could apply to, if any. */
  @Nullable Decision refusal(String namespace) {
    if (refusalsByNamespace.isEmpty()) {
      return null;
    }
    return refusalsByNamespace
        .get(EVERYWHERE)
        .orElse(() -> refusalsByNamespace.get(namespace))
        .map(refusals -> refusals.head()._2)
        .getOrNull();
  }
}
