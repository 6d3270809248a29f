package net.clusterlink.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3",
    "10.0.0.0/8, 10.0.0.0/8",
    "10.1.2.3/32, 10.1.2.3",
    "0.0.0.0/0, 0.0.0.0/0",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "2001:DB8::/32, 2001:db8:0:0:0:0:0:0/32",
    "::/0, 0:0:0:0:0:0:0:0/0",
    "::ffff:10.1.2.3, 10.1.2.3",
    "::ffff:a01:203, 10.1.2.3",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "::ffff:0:0/96, 0.0.0.0/0",
    "::ffff:10.1.2.3/128, 10.1.2.3",
    "64:ff9b::10.1.2.3, 64:ff9b:0:0:0:0:a01:203"
  })
  void readsAddressesAndBlocks(String text, String shown) {
    assertThat(AddressBlock.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "localhost",
        "example.com/8",
        "10.0.0",
        "10",
        "010.0.0.1",
        "10.0.0.01",
        "10.0.0.256",
        "0x0a.0.0.1",
        "10.0.0.1.",
        " 10.0.0.1",
        "[::1]",
        "fe80::1%eth0",
        "::ffff:010.0.0.1",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        ":::",
        "12345::",
        "١.1.1.1"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> AddressBlock.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "is not an IP address or a block of them; use an address as 192.0.2.7 or 2001:db8::7,"
                + " or a block as 192.0.2.0/24, without leading zeros or scope");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/33, 32",
    "10.0.0.0/-1, 32",
    "10.0.0.0/08, 32",
    "10.0.0.0/, 32",
    "10.0.0.0/8/8, 32",
    "10.0.0.0/255.0.0.0, 32",
    "10.0.0.0/99999999999, 32",
    "2001:db8::/129, 128"
  })
  void refusesPrefixLengthsOutOfRange(String text, int max) {
    assertThatThrownBy(() -> AddressBlock.parse(text))
        .hasMessage(
            "has a prefix length that is not within 0–%d; use a number within 0–%d", max, max);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 8, 10.0.0.0/8",
    "10.1.2.3/31, 31, 10.1.2.2/31",
    "2001:db8::1/64, 64, 2001:db8:0:0:0:0:0:0/64",
    "::ffff:10.1.2.3/104, 104, 10.0.0.0/8",
    "::ffff:10.0.0.0/80, 80, 0:0:0:0:0:0:0:0/80"
  })
  void namesTheNetworkWhenBitsAreSetAfterThePrefix(String text, int length, String network) {
    assertThatThrownBy(() -> AddressBlock.parse(text))
        .hasMessage(
            "sets bits after its prefix of %d; use %s, or the address alone", length, network);
  }

  @Test
  void comparesByNetworkAndLength() throws Exception {
    var block = AddressBlock.parse("10.0.0.0/8");
    assertThat(AddressBlock.of(InetAddress.getByName("10.9.9.9"), 8))
        .isEqualTo(block)
        .hasSameHashCodeAs(block);
    assertThat(AddressBlock.parse("10.0.0.0/9")).isNotEqualTo(block);
    assertThat(AddressBlock.parse("::ffff:10.0.0.0/104")).isEqualTo(block);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.0.0.0/8, true",
    "126.0.0.0/7, false",
    "::1, true",
    "::/0, false",
    "0.0.0.0/0, false",
    "10.0.0.1, false"
  })
  void knowsLoopback(String text, boolean loopback) {
    assertThat(AddressBlock.parse(text).isLoopback()).isEqualTo(loopback);
  }

  @Test
  void givesItsFirstAddress() {
    assertThat(AddressBlock.parse("10.1.2.0/24").first())
        .isEqualTo(InetAddress.ofLiteral("10.1.2.0"));
    assertThat(AddressBlock.parse("::ffff:10.1.2.3").first())
        .isEqualTo(InetAddress.ofLiteral("10.1.2.3"));
    assertThat(AddressBlock.parse("2001:db8::/32").first())
        .isEqualTo(InetAddress.ofLiteral("2001:db8::"));
  }

  @Test
  void givesItsLastAddress() {
    assertThat(AddressBlock.parse("10.1.2.7").last()).containsExactly(10, 1, 2, 7);
    assertThat(AddressBlock.parse("10.1.2.8/29").last()).containsExactly(10, 1, 2, 15);
    assertThat(AddressBlock.parse("0.0.0.0/0").last()).containsExactly(-1, -1, -1, -1);
    assertThat(AddressBlock.parse("::/80").last())
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1);
  }
}
