package net.clusterlink.admin.view;

import java.util.List;

/**
 * A list as the read API answers it.
 *
 * @param items those shown, in a fixed order
 * @param total how many there are; more than items when the request's limit cut the list
 */
public record Listing<T>(List<T> items, int total) {
  public Listing {
    items = List.copyOf(items);
  }
}
