package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an export may lead; all of it over IPv6 between the gateways and towards the clients. */
@Tag("external")
@Timeout(60)
class TargetIT {
  private static final InetAddress IP6 = Loopback.address("::1");

  @RegisterExtension
  static final Link LINK =
      new Link(
          east -> east.with("--listen", "[::1]:0"), west -> west.with("--listen", "[::1]:0"), IP6);

  private static final TcpService<Long> ON_IP6 = TcpService.start(IP6, Scripts.echo());
  private static final TcpService<Long> ON_IP4 = TcpService.start(Scripts.echo());

  private static InetSocketAddress suspect;

  @BeforeAll
  static void start() {
    LINK.offer("ip6", ON_IP6);
    LINK.offer("ip4", ON_IP4);
    suspect = LINK.offer("suspect", "127.0.0.1", ON_IP4.port());
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ON_IP6.close();
    ON_IP4.close();
  }

  @Test
  void importsGatewaysAndServicesMayHaveIp6Addresses() throws IOException {
    assertThat(LINK.east().address().getAddress()).isEqualTo(IP6);
    assertThat(answers(LINK.take("ip6", Link.EAST))).isTrue();
  }

  @Test
  void anIp6GatewayReachesAnIp4Service() throws IOException {
    assertThat(answers(LINK.take("ip4", Link.EAST))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "169.254.10.20",
        "fe80::1",
        "fd00:ec2::254",
        "0.0.0.0",
        "::"
      })
  void anExportOfAnAddressThatIsNoServicesIsRefused(String host) {
    int mark = LINK.east().log().mark();
    LINK.eastConfig().put("refused.yaml", Manifests.export("refused", host, 80));
    LINK.east().log().await(mark, "config error", "refused.yaml", "field=spec.host", host);
    LINK.eastConfig().remove("refused.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "0:0:0:0:0:0:0:1"})
  void theGatewaysOwnPortIsNeverReached(String host) throws IOException {
    assertForbidden(host, LINK.east().address().getPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::ffff:127.0.0.1", "localhost"})
  void theAdminPortIsNeverReached(String host) throws IOException {
    assertForbidden(host, LINK.east().admin().getPort());
  }

  private static void assertForbidden(String host, int port) throws IOException {
    int mark = LINK.east().log().mark();
    LINK.east()
        .afterChange(() ->
            LINK.eastConfig().put("export-suspect.yaml", Manifests.export("suspect", host, port)));
    assertThat(Client.askFrom(IP6, suspect, "GET / HTTP/1.0\r\n\r\n").bytes()).isZero();
    LINK.east().log().await(mark, "default/suspect", "reason=forbidden-target");
  }

  private static boolean answers(InetSocketAddress imported) throws IOException {
    try (EchoSession session = new EchoSession(imported)) {
      return session.answers();
    }
  }
}
