package net.clusterlink.systemtests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.clusterlink.systemtests.stage.Installed;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** iperf3: several connections at once that belong together, full in both directions. */
@Tag("external")
@Timeout(120)
class IperfIT {
  private static final int ATTEMPTS = 5;
  private static final int STREAMS = 4;
  private static final Pattern TOTAL =
      Pattern.compile("\"(sum_(?:sent|received)\\w*)\":\\s*\\{[^}]*\"bytes\":\\s*(\\d+)");
  private static final Pattern STREAM = Pattern.compile("\"sender\":\\s*\\{");

  @RegisterExtension static final Link LINK = new Link();

  private static InetSocketAddress direct;
  private static InetSocketAddress through;
  private static ForeignServer server;

  @BeforeAll
  static void start() {
    InetAddress address = Loopback.fresh();
    direct = new InetSocketAddress(address, Loopback.freePort(address));
    server =
        ForeignServer.start(
            LINK.folder().resolve("iperf3.log"),
            "Server listening",
            List.of(
                iperf3(),
                "--server",
                "--bind",
                address.getHostAddress(),
                "--port",
                Integer.toString(direct.getPort()),
                "--forceflush"));
    through = LINK.offer("iperf3", address.getHostAddress(), direct.getPort());
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void sendsOverFourStreams() {
    assertThat(sameAsDirect("--time", "2")).containsKey("sum_received");
  }

  @Test
  void receivesOverFourStreams() {
    assertThat(sameAsDirect("--time", "2", "--reverse")).containsKey("sum_received");
  }

  @Test
  void sendsAndReceivesAtOnce() {
    assertThat(sameAsDirect("--time", "2", "--bidir")).containsKey("sum_received_bidir_reverse");
  }

  /**
   * Runs both ways, which must report the same streams and totals; what is still under way when the
   * time is over counts as sent and not as received. Returns the totals through the fabric.
   */
  private static Map<String, Long> sameAsDirect(String... arguments) {
    String expected = report(direct, arguments);
    // The server turns away who comes while it is still busy with the one before.
    for (int more = ATTEMPTS - 1; expected.contains("\"error\"") && more > 0; more--) {
      expected = report(direct, arguments);
    }
    String seen = report(through, arguments);
    assertThat(streams(seen)).isEqualTo(streams(expected)).isGreaterThanOrEqualTo(STREAMS);
    assertThat(totals(seen).keySet()).isEqualTo(totals(expected).keySet()).isNotEmpty();
    assertThat(totals(seen).values()).allMatch(bytes -> bytes > 0);
    return totals(seen);
  }

  private static long streams(String report) {
    return STREAM.matcher(report).results().count();
  }

  private static Map<String, Long> totals(String report) {
    return TOTAL
        .matcher(report)
        .results()
        .collect(
            Collectors.toMap(total -> total.group(1), total -> Long.parseLong(total.group(2))));
  }

  private static String report(InetSocketAddress server, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                iperf3(),
                "--client",
                server.getAddress().getHostAddress(),
                "--port",
                Integer.toString(server.getPort()),
                "--parallel",
                Integer.toString(STREAMS),
                "--json"));
    command.addAll(List.of(arguments));
    Program.Result result = Program.run(LINK.folder(), command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  private static String iperf3() {
    return Installed.program("iperf3", "iperf3");
  }
}
