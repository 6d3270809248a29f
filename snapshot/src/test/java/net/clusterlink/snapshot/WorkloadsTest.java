package net.clusterlink.snapshot;

import static net.clusterlink.snapshot.Clients.address;
import static net.clusterlink.snapshot.Clients.attributes;
import static net.clusterlink.snapshot.Clients.block;
import static net.clusterlink.snapshot.Clients.named;
import static net.clusterlink.snapshot.Clients.workload;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Workload;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

  private static Workloads of(Workload... workloads) {
    Workloads all = Workloads.empty();
    for (Workload workload : workloads) {
      all = all.with(workload);
    }
    return all;
  }

  @Test
  void knowsNoClientWithoutWorkloads() {
    assertThat(Workloads.empty().attributesOf(address("127.0.0.1"))).isEmpty();
    assertThat(Workloads.empty().attributesOf(address("::1"))).isEmpty();
  }

  @Test
  void knowsNoClientOutsideOfAllBlocks() {
    var workloads = of(workload("web", "10.1.0.0/16", "2001:db8::/32"));

    assertThat(workloads.attributesOf(address("10.2.0.1"))).isEmpty();
    assertThat(workloads.attributesOf(address("2001:db9::1"))).isEmpty();
  }

  @Test
  void givesNamespaceAccountAndLabels() {
    var web =
        new Workload(
            new Metadata(named("web"), Map.of("app", "shop", "example.com/stage", "test")),
            List.of(block("10.0.0.1")),
            Optional.of("robot"),
            Optional.empty());

    assertThat(of(web).attributesOf(address("10.0.0.1")))
        .isEqualTo(
            Map.of(
                "client.clusterlink.net/namespace", "default",
                "client.clusterlink.net/service-account", "robot",
                "client.clusterlink.net/labels.app", "shop",
                "client.clusterlink.net/labels.example.com/stage", "test"));
  }

  @Test
  void givesTheClientsNamespaceWhereTheWorkloadSaysOne() {
    var web =
        new Workload(
            new Metadata(named("web"), Map.of()),
            List.of(block("10.0.0.1")),
            Optional.empty(),
            Optional.of("shop"));

    assertThat(of(web).attributesOf(address("10.0.0.1")))
        .isEqualTo(Map.of("client.clusterlink.net/namespace", "shop"));
  }

  @Test
  void findsAWorkloadByEachOfItsBlocks() {
    var workloads = of(workload("web", "10.0.0.1", "10.2.0.0/16", "fd00::/8", "0.0.0.0/0"));

    for (String literal : List.of("10.0.0.1", "10.2.255.255", "fdff::1", "192.0.2.1")) {
      assertThat(workloads.attributesOf(address(literal))).as(literal).isEqualTo(attributes("web"));
    }
    assertThat(workloads.attributesOf(address("::1"))).isEmpty();
  }

  @Test
  void prefersTheMostSpecificBlock() {
    var workloads =
        of(
            workload("site", "10.0.0.0/8", "::/0"),
            workload("host", "10.1.2.3", "2001:db8::1"),
            workload("rack", "10.1.0.0/16", "2001:db8::/65"));

    assertThat(workloads.attributesOf(address("10.1.2.3"))).isEqualTo(attributes("host"));
    assertThat(workloads.attributesOf(address("10.1.2.4"))).isEqualTo(attributes("rack"));
    assertThat(workloads.attributesOf(address("10.2.0.1"))).isEqualTo(attributes("site"));
    assertThat(workloads.attributesOf(address("2001:db8::1"))).isEqualTo(attributes("host"));
    assertThat(workloads.attributesOf(address("2001:db8::2"))).isEqualTo(attributes("rack"));
    assertThat(workloads.attributesOf(address("2001:db8::8000:0:0:1")))
        .isEqualTo(attributes("site"));
  }

  @Test
  void takesAnIpv4MappedAddressForTheIpv4Address() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 10;
    mapped[15] = 1;
    // The only way to an address object that keeps the mapped form.
    var address = Inet6Address.getByAddress(null, mapped, -1);
    var workloads = of(workload("four", "10.0.0.1"), workload("six", "::/0"));

    assertThat(workloads.attributesOf(address)).isEqualTo(attributes("four"));
    assertThat(of(workload("six", "::/0")).attributesOf(address)).isEmpty();
  }

  @Test
  void ignoresTheZoneOfALinkLocalAddress() throws UnknownHostException {
    byte[] bytes = address("fe80::1").getAddress();
    var workloads = of(workload("web", "fe80::1"));

    assertThat(workloads.attributesOf(Inet6Address.getByAddress(null, bytes, 7)))
        .isEqualTo(attributes("web"));
  }

  @Test
  void doesNotKnowAClientThatTwoWorkloadsClaimEqually() {
    var workloads =
        of(workload("a", "10.0.0.0/8"), workload("b", "10.0.0.0/8"), workload("c", "10.0.0.1"));

    assertThat(workloads.attributesOf(address("10.0.0.2"))).isEmpty();
    assertThat(workloads.attributesOf(address("10.0.0.1"))).isEqualTo(attributes("c"));
  }

  @Test
  void doesNotFallBackToALargerBlockWhenTheMostSpecificClash() {
    var workloads =
        of(workload("site", "10.0.0.0/8"), workload("a", "10.0.0.1"), workload("b", "10.0.0.1"));

    assertThat(workloads.attributesOf(address("10.0.0.1"))).isEmpty();
  }

  @Test
  void knowsTheClientAgainOnceTheClashHasGone() {
    var workloads = of(workload("a", "10.0.0.1"), workload("b", "10.0.0.1")).without(named("a"));

    assertThat(workloads.attributesOf(address("10.0.0.1"))).isEqualTo(attributes("b"));
  }

  @Test
  void doesNotClashWithItself() {
    var workloads = of(workload("a", "10.0.0.1", "10.0.0.1")).with(workload("a", "10.0.0.1"));

    assertThat(workloads.attributesOf(address("10.0.0.1"))).isEqualTo(attributes("a"));
  }

  @Test
  void forgetsTheBlocksOfAReplacedWorkload() {
    var workloads = of(workload("a", "10.0.0.1", "10.0.0.2"), workload("a", "10.0.0.2"));

    assertThat(workloads.attributesOf(address("10.0.0.1"))).isEmpty();
    assertThat(workloads.attributesOf(address("10.0.0.2"))).isEqualTo(attributes("a"));
  }

  @Test
  void takesAwayByName() {
    var workloads = of(workload("a", "10.0.0.1"));

    assertThat(workloads.without(named("a")).attributesOf(address("10.0.0.1"))).isEmpty();
    assertThat(workloads.without(named("b"))).isSameAs(workloads);
  }

  @Test
  void leavesTheOneItWasMadeFromAsItWas() {
    var before = of(workload("a", "10.0.0.1"));
    var clashing = before.with(workload("b", "10.0.0.1"));

    assertThat(clashing.attributesOf(address("10.0.0.1"))).isEmpty();
    assertThat(before.attributesOf(address("10.0.0.1"))).isEqualTo(attributes("a"));
  }

  @Test
  void saysWhichWorkloadNamesAClientAndByWhichBlock() {
    var workloads = of(workload("site", "10.0.0.0/8"), workload("host", "10.1.2.3", "10.2.0.0/16"));

    assertThat(workloads.claimantOf(address("10.2.0.1"))).contains(named("host"));
    assertThat(workloads.claimOf(address("10.2.0.1")))
        .contains(new AddressClaim(block("10.2.0.0/16"), List.of(named("host"))));
    assertThat(workloads.claimOf(address("10.3.0.1")))
        .contains(new AddressClaim(block("10.0.0.0/8"), List.of(named("site"))));
    assertThat(workloads.claimOf(address("11.0.0.1"))).isEmpty();
    assertThat(workloads.claimantOf(address("11.0.0.1"))).isEmpty();
  }

  @Test
  void namesAllWorkloadsThatClaimAnAddressEqually() {
    var workloads =
        of(workload("b", "10.0.0.1"), workload("a", "10.0.0.1"), workload("c", "10.0.0.0/8"));

    assertThat(workloads.claimantOf(address("10.0.0.1"))).isEmpty();
    assertThat(workloads.claimOf(address("10.0.0.1")))
        .contains(new AddressClaim(block("10.0.0.1"), List.of(named("a"), named("b"))))
        .hasValueSatisfying(claim -> assertThat(claim.isAmbiguous()).isTrue());
  }
}
