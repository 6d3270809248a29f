package net.clusterlink.snapshot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;

/** Short ways to write addresses and workloads in tests. */
final class Clients {
  private Clients() {}

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  /** The block that a text such as {@code 10.0.0.0/8} or {@code ::1} says. */
  static AddressBlock block(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address = address(parts[0]);
    return AddressBlock.of(
        address, parts.length == 2 ? Integer.parseInt(parts[1]) : address.getAddress().length * 8);
  }

  static ResourceName named(String name) {
    return new ResourceName("default", name);
  }

  /** A workload of namespace {@code default} without labels. */
  static Workload workload(String name, String... blocks) {
    return workload(named(name), Map.of(), Stream.of(blocks).map(Clients::block).toList());
  }

  static Workload workload(
      ResourceName name, Map<String, String> labels, List<AddressBlock> blocks) {
    return new Workload(
        new Metadata(name, labels), blocks, Optional.of(name.name()), Optional.empty());
  }

  /** The attributes of the clients of {@link #workload(String, String...)}. */
  static Map<String, String> attributes(String name) {
    return Map.of(
        "client.clusterlink.net/namespace",
        "default",
        "client.clusterlink.net/service-account",
        name);
  }
}
