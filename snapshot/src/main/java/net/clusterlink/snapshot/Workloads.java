package net.clusterlink.snapshot;

import io.vavr.collection.HashMap;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.policy.Attributes;

/**
 * Who a local client is, by the address it connects from. Immutable: a change makes another, which
 * shares with this one all but the workload that changed, at the cost of that workload.
 *
 * <p>IPv4 and IPv6 are apart: {@code ::/0} holds no IPv4 address. An IPv4-mapped IPv6 address (RFC
 * 4291, section 2.5.5.2) is the IPv4 address, and the zone of a link-local one is ignored.
 */
public final class Workloads {
  private static final Workloads EMPTY =
      new Workloads(HashMap.empty(), PrefixTable.empty(), PrefixTable.empty());

  private final HashMap<ResourceName, Workload> byName;
  private final PrefixTable<Claims> v4;
  private final PrefixTable<Claims> v6;

  private Workloads(
      HashMap<ResourceName, Workload> byName, PrefixTable<Claims> v4, PrefixTable<Claims> v6) {
    this.byName = byName;
    this.v4 = v4;
    this.v6 = v6;
  }

  /** Those of a peer that knows no client. */
  public static Workloads empty() {
    return EMPTY;
  }

  /** These with one added, or replaced where the name is there. */
  public Workloads with(Workload workload) {
    ResourceName name = workload.name();
    Map<String, String> attributes =
        Attributes.clientAttributes(
            workload.clientNamespace().orElse(name.namespace()),
            workload.metadata().labels(),
            workload.serviceAccount());
    Workloads changed = without(name);
    for (AddressBlock block : workload.addresses()) {
      changed = changed.withClaims(block, claims -> claims.with(name, attributes));
    }
    return new Workloads(changed.byName.put(name, workload), changed.v4, changed.v6);
  }

  /** Every workload there is, by its name. */
  public Map<ResourceName, Workload> all() {
    return byName.toJavaMap();
  }

  /** The addresses of the workload of that name; empty when there is none. */
  public Set<AddressBlock> addressesOf(ResourceName name) {
    return byName.get(name).map(workload -> Set.copyOf(workload.addresses())).getOrElse(Set.of());
  }

  /** These without the one of that name. */
  public Workloads without(ResourceName name) {
    return byName.get(name).map(this::withoutBlocksOf).getOrElse(this);
  }

  private Workloads withoutBlocksOf(Workload workload) {
    ResourceName name = workload.name();
    Workloads changed = this;
    for (AddressBlock block : workload.addresses()) {
      changed = changed.withClaims(block, claims -> claims.without(name));
    }
    return new Workloads(changed.byName.remove(name), changed.v4, changed.v6);
  }

  private Workloads withClaims(AddressBlock block, UnaryOperator<Claims> change) {
    byte[] network = block.network();
    boolean ipv4 = network.length == 4;
    PrefixTable<Claims> table = ipv4 ? v4 : v6;
    Prefix prefix = Prefix.of(network);
    Claims claims =
        change.apply(table.at(prefix, block.prefixLength()).getOrElse(() -> Claims.none(block)));
    PrefixTable<Claims> changed =
        claims.isEmpty()
            ? table.without(prefix, block.prefixLength())
            : table.with(prefix, block.prefixLength(), claims);
    return new Workloads(byName, ipv4 ? changed : v4, ipv4 ? v6 : changed);
  }

  /**
   * The attributes of the client at an address, all under {@code client.clusterlink.net/}: those of
   * the workload with the most specific block that holds it. Empty when no workload does, or when
   * two are equally specific: then the client is unknown.
   */
  public Map<String, String> attributesOf(InetAddress address) {
    Client client = client(address);
    return client
        .table()
        .longestMatch(client.address())
        .map(Claims::attributes)
        .getOrElse(Map.of());
  }

  /** The workload that names the client at an address; empty when the client is unknown. */
  public Optional<ResourceName> claimantOf(InetAddress address) {
    return claimOf(address)
        .filter(claim -> !claim.isAmbiguous())
        .map(claim -> claim.workloads().getFirst());
  }

  /** Which workloads name the client at an address, and by which block; empty when none does. */
  public Optional<AddressClaim> claimOf(InetAddress address) {
    Client client = client(address);
    return client
        .table()
        .longestMatch(client.address())
        .map(claims -> new AddressClaim(claims.block(), claims.workloads()))
        .toJavaOptional();
  }

  /** An address with the table in which it is looked up. */
  private record Client(PrefixTable<Claims> table, Prefix address) {}

  private Client client(InetAddress address) {
    byte[] bytes = address.getAddress();
    Prefix prefix = Prefix.of(bytes);
    if (bytes.length == 16) {
      return prefix.isIpv4Mapped() ? new Client(v4, prefix.mappedIpv4()) : new Client(v6, prefix);
    }
    return new Client(v4, prefix);
  }
}
