package net.clusterlink.dataplane;

import java.net.InetAddress;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.ResourceName;

/** What a session's permission rests on: when one of these changes, the session is asked again. */
sealed interface SessionInput {

  /** The import that the client uses. */
  record OfImport(ResourceName name) implements SessionInput {}

  /** The export that the session goes to. */
  record OfExport(ResourceName name) implements SessionInput {}

  /** The far peer: whether it is known, and its labels. */
  record OfPeer(String name) implements SessionInput {}

  /** The regular policies of a namespace; the privileged ones are everybody's. */
  record OfPolicies(String namespace) implements SessionInput {}

  /** Who the client at an address is; an IPv4-mapped one is the IPv4 address. */
  record OfClient(InetAddress address) implements SessionInput {
    public OfClient {
      address = AddressBlock.of(address, address.getAddress().length * 8).first();
    }
  }
}
