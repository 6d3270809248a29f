package net.clusterlink.policy;

import net.clusterlink.api.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * Policies in the order of their names: a persistent AVL tree (Adelson-Velsky and Landis, 1962). A
 * change copies the path to it; a search walks in order without allocating, which the iterators of
 * the persistent sets at hand do not offer.
 */
final class OrderedPolicies {
  static final OrderedPolicies EMPTY = new OrderedPolicies(null);

  private record Node(
      @Nullable Node left, CompiledPolicy policy, @Nullable Node right, int height, int size) {

    static Node of(@Nullable Node left, CompiledPolicy policy, @Nullable Node right) {
      return new Node(
          left,
          policy,
          right,
          1 + Math.max(heightOf(left), heightOf(right)),
          1 + sizeOf(left) + sizeOf(right));
    }
  }

  private final @Nullable Node root;

  private OrderedPolicies(@Nullable Node root) {
    this.root = root;
  }

  boolean isEmpty() {
    return root == null;
  }

  int size() {
    return sizeOf(root);
  }

  /** The longest way from the root to a leaf, in nodes. */
  int height() {
    return heightOf(root);
  }

  /** These with one added, or replaced where the name is there. */
  OrderedPolicies with(CompiledPolicy policy) {
    return new OrderedPolicies(add(root, policy));
  }

  /** These without the one of that name. */
  OrderedPolicies without(ResourceName name) {
    Node left = remove(root, name);
    return left == null ? EMPTY : new OrderedPolicies(left);
  }

  /** The one with the smallest name. */
  @Nullable CompiledPolicy first() {
    return root == null ? null : smallest(root);
  }

  /**
   * The matching policy with the smallest name.
   *
   * @param best one known to match; the answer when none here is smaller
   */
  @Nullable CompiledPolicy firstMatch(
      Attributes source, Attributes destination, @Nullable CompiledPolicy best) {
    Node node = root;
    while (node != null && best != null) {
      if (node.policy.name().compareTo(best.name()) >= 0) {
        node = node.left;
        continue;
      }
      CompiledPolicy smaller = firstMatch(node.left, source, destination);
      if (smaller != null) {
        return smaller;
      }
      if (node.policy.matches(source, destination)) {
        return node.policy;
      }
      node = node.right;
    }
    return best != null ? best : firstMatch(node, source, destination);
  }

  private static @Nullable CompiledPolicy firstMatch(
      @Nullable Node start, Attributes source, Attributes destination) {
    for (Node node = start; node != null; node = node.right) {
      CompiledPolicy smaller = firstMatch(node.left, source, destination);
      if (smaller != null) {
        return smaller;
      }
      if (node.policy.matches(source, destination)) {
        return node.policy;
      }
    }
    return null;
  }

  private static int heightOf(@Nullable Node node) {
    return node == null ? 0 : node.height;
  }

  private static int sizeOf(@Nullable Node node) {
    return node == null ? 0 : node.size;
  }

  private static CompiledPolicy smallest(Node root) {
    Node node = root;
    while (node.left != null) {
      node = node.left;
    }
    return node.policy;
  }

  private static Node add(@Nullable Node node, CompiledPolicy policy) {
    if (node == null) {
      return Node.of(null, policy, null);
    }
    int order = policy.name().compareTo(node.policy.name());
    if (order == 0) {
      return Node.of(node.left, policy, node.right);
    }
    return order < 0
        ? balanced(add(node.left, policy), node.policy, node.right)
        : balanced(node.left, node.policy, add(node.right, policy));
  }

  private static @Nullable Node remove(@Nullable Node node, ResourceName name) {
    if (node == null) {
      return null;
    }
    int order = name.compareTo(node.policy.name());
    if (order < 0) {
      return balanced(remove(node.left, name), node.policy, node.right);
    }
    if (order > 0) {
      return balanced(node.left, node.policy, remove(node.right, name));
    }
    if (node.left == null || node.right == null) {
      return node.left == null ? node.right : node.left;
    }
    CompiledPolicy next = smallest(node.right);
    return balanced(node.left, next, remove(node.right, next.name()));
  }

  /** Joins trees whose heights differ by two at most. */
  private static Node balanced(@Nullable Node left, CompiledPolicy policy, @Nullable Node right) {
    if (left != null && left.height > heightOf(right) + 1) {
      Node inner = left.right;
      return inner == null || heightOf(left.left) >= inner.height
          ? Node.of(left.left, left.policy, Node.of(inner, policy, right))
          : Node.of(
              Node.of(left.left, left.policy, inner.left),
              inner.policy,
              Node.of(inner.right, policy, right));
    }
    if (right != null && right.height > heightOf(left) + 1) {
      Node inner = right.left;
      return inner == null || heightOf(right.right) >= inner.height
          ? Node.of(Node.of(left, policy, inner), right.policy, right.right)
          : Node.of(
              Node.of(left, policy, inner.left),
              inner.policy,
              Node.of(inner.right, right.policy, right.right));
    }
    return Node.of(left, policy, right);
  }
}
