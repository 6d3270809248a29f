package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackHostTest {

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
  void acceptsNamesOfLoopback(String host) {
    assertThat(LoopbackHost.isNamedBy(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "127.0.0.256",
        "10.0.0.1:9443",
        "[::2]",
        "::1",
        "localhost:",
        "localhost:9443 evil.example"
      })
  void refusesAllOthers(String host) {
    assertThat(LoopbackHost.isNamedBy(host)).isFalse();
  }
}
