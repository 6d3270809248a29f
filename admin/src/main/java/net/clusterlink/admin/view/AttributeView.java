package net.clusterlink.admin.view;

import net.clusterlink.dataplane.explain.AttributeOrigin;

/**
 * An attribute that a decision sees.
 *
 * @param origin how the gateway comes to know it, in words
 */
public record AttributeView(String key, String value, String origin) {

  /** As shown. */
  public static AttributeView of(AttributeOrigin attribute) {
    return new AttributeView(attribute.key(), attribute.value(), attribute.origin());
  }
}
