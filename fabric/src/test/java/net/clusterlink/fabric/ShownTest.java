package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void quotesNameAndEscapesAllButPrintableAscii() {
    assertThat(Shown.name("east-1.example")).isEqualTo("\"east-1.example\"");
    assertThat(Shown.name("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(Shown.name("\u001b[31m\r\n\0\u007f\u009b"))
        .isEqualTo("\"\\u001b[31m\\u000d\\u000a\\u0000\\u007f\\u009b\"");
    assertThat(Shown.name("\ud83d\ude00\u202e")).isEqualTo("\"\\ud83d\\ude00\\u202e\"");
  }

  @Test
  void cutsLongName() {
    assertThat(Shown.name("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(Shown.name("x".repeat(81)))
        .isEqualTo("\"" + "x".repeat(80) + "\"... (81 characters)");
  }

  @Test
  void keepsPathReadableWithoutInstructionsToTerminals() {
    assertThat(Shown.path(Path.of("/home/jos\u00e9/a b"))).isEqualTo("/home/jos\u00e9/a b");
    assertThat(Shown.path(Path.of("a\u001b[31m\n\u202e"))).isEqualTo("a\\u001b[31m\\u000a\\u202e");
  }
}
