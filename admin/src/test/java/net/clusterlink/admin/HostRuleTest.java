package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
  private static final HostRule LOOPBACK = HostRule.loopback();
  private static final HostRule EAST = HostRule.ofPeer("East.example");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:9443",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.255.4.9:65535",
        "[::1]",
        "[::1]:9443"
      })
  void acceptsNamesOfLoopbackEverywhere(String host) {
    assertThat(LOOPBACK.allows(host)).isTrue();
    assertThat(EAST.allows(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "east.example",
        "EAST.example:9443",
        "10.0.0.1",
        "10.0.0.1:9443",
        "[2001:db8::7]:9443",
        "[::ffff:10.0.0.1]"
      })
  void acceptsAddressesAndThePeersNameOffLoopbackOnly(String host) {
    assertThat(EAST.allows(host)).isTrue();
    assertThat(LOOPBACK.allows(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "east.example.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "127.0.0.256",
        "::1",
        "localhost:",
        "east.example:",
        "[::1].evil.example",
        "localhost:9443 evil.example"
      })
  void refusesAllOthers(String host) {
    assertThat(LOOPBACK.allows(host)).isFalse();
    assertThat(EAST.allows(host)).isFalse();
  }
}
