package net.clusterlink.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenTargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.7", "127.0.0.1", "192.0.0.193", "255.255.255.254", "::1", "fd00::1"})
  void letsTheAddressOfAHostBeATarget(String address) {
    assertThat(ForbiddenTarget.reason(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "192.0.0.192"
      })
  void forbidsWhereCloudsServeCredentials(String address) {
    assertThat(ForbiddenTarget.reason(InetAddress.ofLiteral(address)))
        .contains("a link-local or metadata address is never a target for an export");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "64:ff9b::169.254.169.254",
        "64:ff9b::100.100.100.200",
        "64:ff9b:1::169.254.169.254",
        "64:ff9b:1:0:a9:fea9:fe00::",
        "64:ff9b:1:a9:fe:a9fe::",
        "64:ff9b:1:a9fe:a9:fe00::",
        "::169.254.169.254",
        "::ffff:0:169.254.169.254",
        "2002:a9fe:a9fe::1",
        "2002:6464:64c8::"
      })
  void forbidsWhatIsTranslatedToWhereCloudsServeCredentials(String address) {
    assertThat(ForbiddenTarget.reason(InetAddress.ofLiteral(address)))
        .contains(
            "an address that translators and tunnels take for a link-local or metadata address is"
                + " never a target for an export");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "64:ff9b::10.0.0.7",
        "64:ff9b:1::10.0.0.7",
        "64:ff9b:2::169.254.169.254",
        "2002:a00:7::169.254.169.254",
        "2001:db8::169.254.169.254"
      })
  void letsOtherTranslatedAddressesBeTargets(String address) {
    assertThat(ForbiddenTarget.reason(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void forbidsAnUnspecifiedAddress(String address) {
    assertThat(ForbiddenTarget.reason(InetAddress.ofLiteral(address)))
        .contains("an unspecified address is no target for an export");
  }

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.1", "239.1.2.3", "ff02::1", "255.255.255.255"})
  void forbidsAnAddressOfMany(String address) {
    assertThat(ForbiddenTarget.reason(InetAddress.ofLiteral(address)))
        .contains("a multicast or broadcast address is no target for an export");
  }
}
