package net.clusterlink.policy;

import java.util.List;
import net.clusterlink.api.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * Policies in the order of their names: a persistent AVL tree (Adelson-Velsky and Landis, 1962) of
 * blocks. A change copies the path to its block; a search walks in order without allocating, which
 * the iterators of the persistent sets at hand do not offer. Blocks that have shrunk are not
 * joined: at worst each policy is alone, and looked at by itself.
 */
final class OrderedPolicies {
  static final OrderedPolicies EMPTY = new OrderedPolicies(null);

  private record Node(
      @Nullable Node left, PolicyBlock block, @Nullable Node right, int height, int size) {

    static Node of(@Nullable Node left, PolicyBlock block, @Nullable Node right) {
      return new Node(
          left,
          block,
          right,
          1 + Math.max(heightOf(left), heightOf(right)),
          block.size() + sizeOf(left) + sizeOf(right));
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

  /**
   * The matching policy with the smallest name.
   *
   * @param best one known to match; the answer when none here is smaller
   */
  @Nullable CompiledPolicy firstMatch(
      Attributes source, Attributes destination, @Nullable CompiledPolicy best) {
    return firstMatch(root, source, destination, best);
  }

  private static @Nullable CompiledPolicy firstMatch(
      @Nullable Node start,
      Attributes source,
      Attributes destination,
      @Nullable CompiledPolicy best) {
    Node node = start;
    while (node != null) {
      if (best != null && best.name().compareTo(node.block.first()) <= 0) {
        node = node.left;
        continue;
      }
      // What stands left of a block that begins before the best does so too.
      CompiledPolicy found = firstMatch(node.left, source, destination, null);
      if (found == null) {
        found = node.block.firstMatch(source, destination);
      }
      if (found != null) {
        return best == null || found.name().compareTo(best.name()) < 0 ? found : best;
      }
      node = node.right;
    }
    return best;
  }

  private static int heightOf(@Nullable Node node) {
    return node == null ? 0 : node.height;
  }

  private static int sizeOf(@Nullable Node node) {
    return node == null ? 0 : node.size;
  }

  private static Node add(@Nullable Node node, CompiledPolicy policy) {
    if (node == null) {
      return Node.of(null, PolicyBlock.of(policy), null);
    }
    if (node.left != null && policy.name().compareTo(node.block.first()) < 0) {
      return balanced(add(node.left, policy), node.block, node.right);
    }
    if (node.right != null && policy.name().compareTo(node.block.last()) > 0) {
      return balanced(node.left, node.block, add(node.right, policy));
    }
    List<PolicyBlock> grown = node.block.with(policy);
    return grown.size() == 1
        ? Node.of(node.left, grown.getFirst(), node.right)
        : balanced(node.left, grown.getFirst(), addFirst(node.right, grown.getLast()));
  }

  private static Node addFirst(@Nullable Node node, PolicyBlock block) {
    return node == null
        ? Node.of(null, block, null)
        : balanced(addFirst(node.left, block), node.block, node.right);
  }

  private static @Nullable Node remove(@Nullable Node node, ResourceName name) {
    if (node == null) {
      return null;
    }
    if (name.compareTo(node.block.first()) < 0) {
      return balanced(remove(node.left, name), node.block, node.right);
    }
    if (name.compareTo(node.block.last()) > 0) {
      return balanced(node.left, node.block, remove(node.right, name));
    }
    PolicyBlock shrunk = node.block.without(name);
    if (shrunk != null) {
      return Node.of(node.left, shrunk, node.right);
    }
    if (node.left == null || node.right == null) {
      return node.left == null ? node.right : node.left;
    }
    return balanced(node.left, first(node.right), removeFirst(node.right));
  }

  private static PolicyBlock first(Node root) {
    Node node = root;
    while (node.left != null) {
      node = node.left;
    }
    return node.block;
  }

  private static @Nullable Node removeFirst(Node node) {
    return node.left == null
        ? node.right
        : balanced(removeFirst(node.left), node.block, node.right);
  }

  /** Joins trees whose heights differ by two at most. */
  private static Node balanced(@Nullable Node left, PolicyBlock block, @Nullable Node right) {
    if (left != null && left.height > heightOf(right) + 1) {
      Node inner = left.right;
      return inner == null || heightOf(left.left) >= inner.height
          ? Node.of(left.left, left.block, Node.of(inner, block, right))
          : Node.of(
              Node.of(left.left, left.block, inner.left),
              inner.block,
              Node.of(inner.right, block, right));
    }
    if (right != null && right.height > heightOf(left) + 1) {
      Node inner = right.left;
      return inner == null || heightOf(right.right) >= inner.height
          ? Node.of(Node.of(left, block, inner), right.block, right.right)
          : Node.of(
              Node.of(left, block, inner.left),
              inner.block,
              Node.of(inner.right, right.block, right.right));
    }
    return Node.of(left, block, right);
  }
}
