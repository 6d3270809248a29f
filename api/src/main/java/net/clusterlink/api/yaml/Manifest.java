package net.clusterlink.api.yaml;

import java.util.List;

/**
 * All documents of one file, in their order; the items of a {@code List} count as documents.
 *
 * @param documents those that say anything; empty ones are left out
 */
public record Manifest(List<Document> documents) {
  public Manifest {
    documents = List.copyOf(documents);
  }
}
