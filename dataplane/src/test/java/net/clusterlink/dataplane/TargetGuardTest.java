package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {
  private static final int OWN = 4443;
  private static final Optional<String> OWN_PORT =
      Optional.of("a port of this gateway itself is never a target for an export");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.7",
        "192.168.1.1",
        "127.0.0.1",
        "8.8.8.8",
        "2001:db8::1",
        "::1",
        "fd00::1"
      })
  void letsOrdinaryAddressesPass(String address) {
    assertThat(guard().apply(target(address, 80))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "::ffff:169.254.169.254",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "192.0.0.192"
      })
  void refusesLinkLocalAndMetadataAddresses(String address) {
    assertThat(guard().apply(target(address, 80)))
        .contains("a link-local or metadata address is never a target for an export");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "::ffff:0.0.0.0"})
  void refusesAnUnspecifiedAddress(String address) {
    assertThat(guard().apply(target(address, 80)))
        .contains("an unspecified address is no target for an export");
  }

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.1", "239.1.2.3", "ff02::1", "255.255.255.255"})
  void refusesAnAddressOfMany(String address) {
    assertThat(guard().apply(target(address, 80)))
        .contains("a multicast or broadcast address is no target for an export");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 10.0.0.1", "127.0.0.1, ::ffff:127.0.0.1", "::1, ::1"})
  void refusesTheGatewaysOwnPort(String listening, String target) {
    TargetGuard guard = guard(target(listening, OWN));
    assertThat(guard.apply(target(target, OWN))).isEqualTo(OWN_PORT);
    assertThat(guard.apply(target(target, OWN + 1))).isEmpty();
  }

  @Test
  void letsTheSamePortOfAnotherAddressPass() {
    assertThat(guard(target("127.0.0.1", OWN)).apply(target("127.0.0.2", OWN))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.1", "0.0.0.0, 127.9.9.9", "::, 127.0.0.1", "::, ::1"})
  void refusesEveryLocalAddressWhenTheGatewayListensOnAll(String listening, String target) {
    assertThat(guard(target(listening, OWN)).apply(target(target, OWN))).isEqualTo(OWN_PORT);
  }

  @Test
  void refusesTheAddressesOfThisMachineWhenTheGatewayListensOnAll() throws SocketException {
    TargetGuard guard = guard(target("0.0.0.0", OWN));
    List<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLinkLocalAddress())
            .toList();
    assertThat(own)
        .isNotEmpty()
        .allSatisfy(address ->
            assertThat(guard.apply(new InetSocketAddress(address, OWN))).isEqualTo(OWN_PORT));
  }

  @Test
  void letsOtherMachinesPassWhenTheGatewayListensOnAll() {
    assertThat(guard(target("0.0.0.0", OWN)).apply(target("192.0.2.1", OWN))).isEmpty();
  }

  @Test
  void looksAtTheOwnAddressesOfEachMoment() {
    var own = new java.util.ArrayList<InetSocketAddress>();
    var guard = new TargetGuard(() -> List.copyOf(own));
    assertThat(guard.apply(target("127.0.0.1", OWN))).isEmpty();
    own.add(target("127.0.0.1", OWN));
    assertThat(guard.apply(target("127.0.0.1", OWN))).isEqualTo(OWN_PORT);
  }

  private static TargetGuard guard(InetSocketAddress... own) {
    return new TargetGuard(() -> List.of(own));
  }

  private static InetSocketAddress target(String address, int port) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    assertThat(bytes).isNotNull();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
