package net.clusterlink.api.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes, reading them answers, soon, and with text that is fit for a terminal. */
@Timeout(60)
class RobustnessTest {
  private static final String GOOD =
      """
      # a comment
      apiVersion: clusterlink.net/v1alpha1
      kind: AccessPolicy
      metadata: {name: web, namespace: shop, labels: &labels {app: "web"}, annotations: *labels }
      spec:
        action: allow
        from:
        - workloadSelector:
            matchLabels: {client.clusterlink.net/labels.app: web}
            matchExpressions:
            - {key: client.clusterlink.net/namespace, operator: NotIn, values: [a, 'b', "c\\x64"]}
        to: [{workloadSelector: {}}]
      ---
      apiVersion: v1
      kind: List
      items:
      - apiVersion: clusterlink.net/v1alpha1
        kind: Import
        metadata: {name: db}
        spec:
          port: 80
          lbScheme: !!str random
          sources: [{peer: west, exportName: db, exportNamespace: shop}]
      - {apiVersion: clusterlink.net/v1alpha1, kind: Workload, metadata: {name: w},
         spec: {addresses: [10.0.0.0/8, "::ffff:1.2.3.4"]}}
      - {apiVersion: clusterlink.net/v1alpha1, kind: Peer, metadata: {name: p},
         spec: {gateways: [{host: a.example, port: 1}]}}
      - {apiVersion: clusterlink.net/v1alpha1, kind: Instance, metadata: {name: i},
         spec: {ingress: {type: NodePort, port: 80, annotations: {a: b}}, peerLabels: {a: b}}}
      - {apiVersion: clusterlink.net/v1alpha1, kind: Export, metadata: {name: e}, spec: {port: 1}}
      """;
  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "{",
          "}",
          ": ",
          "? ",
          "- ",
          ", ",
          "\n",
          "\n  ",
          "&a ",
          "*a ",
          "!!str ",
          "!x ",
          "|\n",
          ">-\n ",
          "\"",
          "'",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "<<: ",
          "null",
          "yes",
          "1",
          "-1",
          "99999999999999999999",
          "0x",
          "spec",
          "kind",
          "List",
          "items",
          "\t",
          "#",
          "\ufeff",
          "\u0085",
          "\ud83d\ude00",
          "\\",
          "\\x",
          "\\U0011",
          "@",
          "`",
          "~",
          "%");

  private final ManifestReader reader = new ManifestReader();

  @Test
  void survivesMutatedManifests() {
    var random = new Random(42);
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read("good.yaml", good).documents())
        .hasSize(6)
        .allMatch(Document.Valid.class::isInstance);
    for (int round = 0; round < 4_000; round++) {
      read(mutated(good, random));
    }
  }

  @Test
  void survivesManifestsWithPiecesOfSyntaxThrownIn() {
    var random = new Random(43);
    for (int round = 0; round < 4_000; round++) {
      var text = new StringBuilder(random.nextBoolean() ? GOOD : "");
      for (int i = 1 + random.nextInt(12); i > 0; i--) {
        text.insert(random.nextInt(text.length() + 1), PIECES.get(random.nextInt(PIECES.size())));
      }
      read(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void survivesRandomBytes() {
    var random = new Random(44);
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      read(bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (32 + Math.floorMod(bytes[i], 95));
      }
      read(bytes);
    }
  }

  @Test
  void answersSoonForHostileFiles() {
    var hostile = new ArrayList<String>();
    for (String piece : PIECES) {
      hostile.add(piece.repeat(1_000_000 / piece.length()));
    }
    hostile.add("[".repeat(10_000));
    hostile.add("{a: ".repeat(10_000));
    hostile.add("- ".repeat(10_000));
    hostile.add("a: \"" + "x".repeat(4_000_000));
    hostile.add("a: |\n" + " ".repeat(4_000_000));
    hostile.add("x".repeat(4_000_000) + ": 1");
    hostile.add("kind: " + "9".repeat(4_000_000));
    hostile.add("{" + "\"a\":1,".repeat(600_000) + "}");
    for (String text : hostile) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Assertions.assertTimeout(Duration.ofSeconds(10), () -> read(bytes));
    }
  }

  @Test
  void refusesFiftyMegabytesAtOnce() {
    byte[] bytes = new byte[50_000_000];
    Arrays.fill(bytes, (byte) 'a');
    Assertions.assertTimeout(Duration.ofSeconds(1), () -> read(bytes));
  }

  private void read(byte[] content) {
    try {
      for (Document document : reader.read("fuzz.yaml", content).documents()) {
        switch (document) {
          case Document.Valid valid -> valid.warnings().forEach(RobustnessTest::isFitForATerminal);
          case Document.Foreign foreign -> isFit(foreign.apiVersion() + foreign.kind());
          case Document.Invalid invalid -> {
            require(!invalid.problems().isEmpty() && invalid.problems().size() <= 21, "count");
            invalid.problems().forEach(RobustnessTest::isFitForATerminal);
          }
        }
      }
    } catch (RuntimeException e) {
      int shown = Math.min(content.length, 5_000);
      throw new AssertionError("for the bytes " + HexFormat.of().formatHex(content, 0, shown), e);
    }
  }

  private static void isFitForATerminal(Problem problem) {
    require(problem.at().line() > 0, "line");
    require(!problem.message().isEmpty() && !problem.remedy().isEmpty(), "text");
    isFit(problem.toString());
  }

  private static void isFit(String text) {
    require(text.length() < 2_000, text);
    require(text.codePoints().noneMatch(Character::isISOControl), text);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = good[random.nextInt(good.length)];
        case 2 -> bytes = Arrays.copyOf(bytes, 1 + at);
        default -> {
          int length = Math.min(random.nextInt(40), bytes.length - at);
          int from = random.nextInt(good.length - 40);
          System.arraycopy(good, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
