package net.clusterlink.controlplane.directory;

import java.util.Optional;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.api.yaml.Location;

/** One document that says, or may say, something about an object. */
sealed interface Claim {
  Location at();

  /** The object it is about; empty when that is unknown. */
  Optional<ObjectKey> key();

  /** A document that may take effect. */
  record Good(Resource resource, Location at) implements Claim {
    @Override
    public Optional<ObjectKey> key() {
      return Optional.of(ObjectKey.of(resource));
    }
  }

  /**
   * A document that may not.
   *
   * @param kind empty when unknown
   * @param namespace empty when unknown
   * @param cause what is wrong, with its place
   */
  record Broken(
      Optional<Kind> kind,
      Optional<ObjectKey> key,
      Optional<String> namespace,
      Location at,
      String cause)
      implements Claim {

    boolean mayBePolicy() {
      return kind.map(ObjectKey::isPolicy).orElse(true);
    }

    /** The namespace whose sessions it could apply to, were it a policy; empty for all. */
    Optional<String> reach() {
      return kind.filter(Kind.ACCESS_POLICY::equals).flatMap(known -> namespace);
    }
  }

  /**
   * A document about an unknown object, in a file that spoke about this one before: it may still be
   * about it.
   *
   * @param object what the file spoke about
   * @param at where the unknown document is
   */
  record Possible(ObjectKey object, Location at) implements Claim {
    @Override
    public Optional<ObjectKey> key() {
      return Optional.of(object);
    }
  }
}
