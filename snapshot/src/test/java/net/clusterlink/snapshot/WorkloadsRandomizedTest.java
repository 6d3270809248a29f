package net.clusterlink.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds {@link Workloads} equal to a search through all blocks, through random histories. */
@Timeout(60)
class WorkloadsRandomizedTest {
  private static final long FIRST_SEED = 20_260_101;
  private static final int HISTORIES = 60;
  private static final int STEPS = 60;
  private static final int CLIENTS_PER_STEP = 20;

  private int known;
  private int unknown;

  @Test
  void findsClientsAsASearchThroughAllBlocksDoes() {
    for (int history = 0; history < HISTORIES; history++) {
      follow(FIRST_SEED + history);
    }

    assertThat(known).isGreaterThan(10_000);
    assertThat(unknown).isGreaterThan(10_000);
  }

  private void follow(long seed) {
    var random = new Random(seed);
    var reference = new HashMap<ResourceName, Workload>();
    Workloads workloads = Workloads.empty();
    for (int step = 0; step < STEPS; step++) {
      var name = Clients.named("w" + random.nextInt(12));
      if (random.nextInt(4) == 0) {
        reference.remove(name);
        workloads = workloads.without(name);
      } else {
        var workload = workload(name, random);
        reference.put(name, workload);
        workloads = workloads.with(workload);
      }
      for (int client = 0; client < CLIENTS_PER_STEP; client++) {
        InetAddress address = address(random);
        var attributes = workloads.attributesOf(address);
        assertThat(attributes)
            .as("seed %s, step %s: %s among %s", seed, step, address, reference)
            .isEqualTo(search(reference, address));
        assertThat(
                workloads
                    .claimantOf(address)
                    .map(claimant -> Clients.attributes(claimant.name()))
                    .orElse(Map.of()))
            .as("seed %s, step %s: who claims %s among %s", seed, step, address, reference)
            .isEqualTo(attributes);
        known += attributes.isEmpty() ? 0 : 1;
        unknown += attributes.isEmpty() ? 1 : 0;
      }
    }
    for (ResourceName name : reference.keySet()) {
      workloads = workloads.without(name);
    }
    assertThat(workloads.attributesOf(address(random))).as("seed %s, emptied", seed).isEmpty();
  }

  private static Map<String, String> search(
      Map<ResourceName, Workload> workloads, InetAddress address) {
    int longest = -1;
    var holders = new HashSet<Workload>();
    for (Workload workload : workloads.values()) {
      for (AddressBlock block : workload.addresses()) {
        if (holds(block, address) && block.prefixLength() >= longest) {
          if (block.prefixLength() > longest) {
            holders.clear();
          }
          longest = block.prefixLength();
          holders.add(workload);
        }
      }
    }
    return holders.size() == 1
        ? Clients.attributes(holders.iterator().next().name().name())
        : Map.of();
  }

  private static boolean holds(AddressBlock block, InetAddress address) {
    byte[] network = block.network();
    byte[] bytes = address.getAddress();
    int rest = network.length * 8 - block.prefixLength();
    return network.length == bytes.length
        && new BigInteger(1, network)
            .shiftRight(rest)
            .equals(new BigInteger(1, bytes).shiftRight(rest));
  }

  private static Workload workload(ResourceName name, Random random) {
    List<AddressBlock> blocks = new ArrayList<>();
    do {
      InetAddress address = address(random);
      int bits = address.getAddress().length * 8;
      // Mostly long ones, lest one block hold everything; now and then any length.
      int length = random.nextInt(8) == 0 ? random.nextInt(bits + 1) : bits - random.nextInt(4);
      blocks.add(AddressBlock.of(address, length));
    } while (random.nextInt(3) > 0);
    return Clients.workload(name, Map.of(), blocks);
  }

  /** One of few, which differ at the ends of their bytes and of their halves. */
  private static InetAddress address(Random random) {
    byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
    bytes[0] = (byte) (random.nextInt(4) == 0 ? 0x20 : 0xfd);
    bytes[bytes.length / 2 - 1] = (byte) random.nextInt(2);
    bytes[bytes.length / 2] = (byte) (random.nextInt(2) << 7);
    bytes[bytes.length - 1] = (byte) random.nextInt(8);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }
}
