package net.clusterlink.admin.read;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.clusterlink.admin.view.Listing;

/**
 * Answers with a list, cut at a limit, or with one of its items by name.
 *
 * @param <V> what is listed
 */
final class ListEndpoint<V> implements Endpoint {
  /** How many items an answer has when the request does not say. */
  static final int DEFAULT_LIMIT = 1_000;

  /** How many items an answer has at most; 20,000 sessions make some 10 MB. */
  static final int MAX_LIMIT = 20_000;

  private final Supplier<Stream<V>> items;
  private final Optional<BiPredicate<V, String>> inNamespace;
  private final Optional<BiPredicate<V, List<String>>> named;

  private ListEndpoint(
      Supplier<Stream<V>> items,
      Optional<BiPredicate<V, String>> inNamespace,
      Optional<BiPredicate<V, List<String>>> named) {
    this.items = items;
    this.inNamespace = inNamespace;
    this.named = named;
  }

  /** A list of these, in their order, each time it is asked for. */
  static <V> ListEndpoint<V> of(Supplier<Stream<V>> items) {
    return new ListEndpoint<>(items, Optional.empty(), Optional.empty());
  }

  /** This list, that can be asked for the items of one namespace. */
  ListEndpoint<V> byNamespace(BiPredicate<V, String> isIn) {
    return new ListEndpoint<>(items, Optional.of(isIn), named);
  }

  /** This list, that can be asked for one item by the rest of the path. */
  ListEndpoint<V> byName(BiPredicate<V, List<String>> isNamed) {
    return new ListEndpoint<>(items, inNamespace, Optional.of(isNamed));
  }

  @Override
  public Reply answer(ReadRequest request) {
    if (!request.names().isEmpty()) {
      return one(request);
    }
    request.allowOnly(inNamespace.isPresent() ? Set.of("limit", "namespace") : Set.of("limit"));
    int limit = request.number("limit", 0, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    Optional<String> namespace = request.parameter("namespace");
    Predicate<V> wanted =
        item ->
            namespace.isEmpty()
                || inNamespace.filter(isIn -> isIn.test(item, namespace.get())).isPresent();
    List<V> all = items.get().filter(wanted).toList();
    return new Reply.Found(new Listing<>(all.subList(0, Math.min(limit, all.size())), all.size()));
  }

  private Reply one(ReadRequest request) {
    request.allowOnly(Set.of());
    String name = String.join("/", request.names());
    if (named.isEmpty()) {
      return new Reply.Missing("there is nothing below this path; leave out '/" + name + "'");
    }
    return items
        .get()
        .filter(item -> named.get().test(item, request.names()))
        .findFirst()
        .<Reply>map(Reply.Found::new)
        .orElseGet(
            () -> new Reply.Missing("there is no '" + name + "'; the list shows what there is"));
  }
}
