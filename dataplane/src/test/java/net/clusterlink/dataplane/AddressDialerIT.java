package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.HostPort;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dialing by name over loopback, where 127.0.0.2 listens to nothing; on every transport. */
@Timeout(60)
class AddressDialerIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Map<String, List<String>> NAMES =
      Map.of(
          "one.example", List.of("127.0.0.1"),
          "second.example", List.of("127.0.0.2", "127.0.0.1"),
          "none.example", List.of("127.0.0.2", "127.0.0.3"),
          "mixed.example", List.of("127.0.0.2", "127.0.0.4"));

  @ParameterizedTest
  @EnumSource
  void connectsToAnAddress(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, LONG)) {
      Channel channel = connected(dialing.dial("127.0.0.1"));
      assertThat(channel.remoteAddress()).isEqualTo(dialing.address("127.0.0.1"));
      assertThat(channel.eventLoop()).isSameAs(dialing.loop);
      assertThat(dialing.tried).containsExactly(channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  void triesTheAddressesOfANameUntilOneTakesTheConnection(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, LONG)) {
      Channel channel = connected(dialing.dial("second.example"));
      assertThat(channel.remoteAddress()).isEqualTo(dialing.address("127.0.0.1"));
      assertThat(dialing.tried).hasSize(2);
      await().until(() -> !dialing.tried.getFirst().isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhyEachAddressDidNotTakeIt(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, LONG)) {
      assertThat(dialing.dial("none.example"))
          .isEqualTo(
              new AddressDialer.Outcome.Failed(
                  "127.0.0.2:%d: Connection refused; 127.0.0.3:%d: Connection refused"
                      .formatted(dialing.port(), dialing.port())));
      assertThat(dialing.tried).hasSize(2);
      await().until(() -> dialing.tried.stream().noneMatch(Channel::isOpen));
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatANameIsUnknown(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, LONG)) {
      assertThat(dialing.dial("unknown.example"))
          .isEqualTo(
              new AddressDialer.Outcome.Failed("the name unknown.example cannot be resolved"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesOverAddressesThatMustNotBeReached(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, LONG)) {
      Channel channel = connected(dialing.dial("second.example", "127.0.0.2"));
      assertThat(channel.remoteAddress()).isEqualTo(dialing.address("127.0.0.1"));
      assertThat(dialing.tried).containsExactly(channel);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isForbiddenWhenAllAddressesAre(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, LONG)) {
      assertThat(dialing.dial("second.example", "127.0.0.2", "127.0.0.1"))
          .isEqualTo(
              new AddressDialer.Outcome.Forbidden(
                  "127.0.0.2:%d: not this one; 127.0.0.1:%d: not this one"
                      .formatted(dialing.port(), dialing.port())));
      assertThat(dialing.tried).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void failsWhenTheOthersDoNotAnswer(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, LONG)) {
      assertThat(dialing.dial("mixed.example", "127.0.0.4"))
          .isEqualTo(
              new AddressDialer.Outcome.Failed(
                  "127.0.0.2:%d: Connection refused; 127.0.0.4:%d: not this one"
                      .formatted(dialing.port(), dialing.port())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpAConnectionThatTakesTooLong(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, SHORT, LONG);
        var full = new FullListener(dialing.listener)) {
      assertThat(full.queued).isNotEmpty();
      assertThat(dialing.dial("one.example"))
          .isEqualTo(
              new AddressDialer.Outcome.Failed(
                  "127.0.0.1:" + dialing.port() + ": connection timed out"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpAllWhenTheWholeTimeIsOver(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, SHORT);
        var full = new FullListener(dialing.listener)) {
      assertThat(full.queued).isNotEmpty();
      assertThat(dialing.dial("second.example"))
          .isEqualTo(
              new AddressDialer.Outcome.Failed(
                  "127.0.0.2:"
                      + dialing.port()
                      + ": Connection refused; no connection within 0 s"));
      await().until(() -> dialing.tried.stream().noneMatch(Channel::isOpen));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesUpANameThatIsNotAnswered(Transport transport) throws IOException {
    try (var dialing = new Dialing(transport, LONG, SHORT)) {
      assertThat(dialing.dial("silent.example"))
          .isEqualTo(new AddressDialer.Outcome.Failed("no connection within 0 s"));
    }
  }

  private static Channel connected(AddressDialer.Outcome outcome) {
    assertThat(outcome).isInstanceOf(AddressDialer.Outcome.Connected.class);
    return ((AddressDialer.Outcome.Connected) outcome).channel();
  }

  /** A dialer, and a listener at 127.0.0.1 alone. */
  private static final class Dialing implements AutoCloseable {
    final List<Channel> tried = new CopyOnWriteArrayList<>();
    final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    final EventLoop loop;
    private final MultiThreadIoEventLoopGroup group;
    private final FakeNames names = new FakeNames();
    private final AddressDialer dialer;

    Dialing(Transport transport, Duration connectTime, Duration dialTime) throws IOException {
      group = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers(Duration.ZERO));
      loop = group.next();
      dialer = new AddressDialer(transport, names, connectTime, dialTime);
    }

    int port() {
      return listener.getLocalPort();
    }

    InetSocketAddress address(String literal) {
      return new InetSocketAddress(literal, port());
    }

    AddressDialer.Outcome dial(String host, String... forbidden) {
      AddressDialer.Guard guard =
          target ->
              List.of(forbidden).contains(target.getAddress().getHostAddress())
                  ? Optional.of("not this one")
                  : Optional.empty();
      var outcome = new CompletableFuture<AddressDialer.Outcome>();
      loop.execute(() ->
          dialer.dial(
              loop,
              new HostPort(host, port()),
              guard,
              new Noting(),
              told -> {
                if (!loop.inEventLoop() || !outcome.complete(told)) {
                  outcome.obtrudeException(
                      new AssertionError("told twice, or not on the event loop"));
                }
              }));
      return outcome.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
      names.close();
      listener.close();
    }

    @Sharable
    private final class Noting extends ChannelInitializer<Channel> {
      @Override
      protected void initChannel(Channel channel) {
        tried.add(channel);
      }
    }
  }

  /** Fills the queue of a listener, so that it answers no further connection. */
  private static final class FullListener implements AutoCloseable {
    final List<Socket> queued = new ArrayList<>();

    FullListener(ServerSocket listener) throws IOException {
      for (boolean full = false; !full; ) {
        var socket = new Socket();
        queued.add(socket);
        try {
          socket.connect(listener.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException _) {
          full = true;
        }
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : queued) {
        socket.close();
      }
    }
  }

  /** Knows the names above; of "silent.example" it says nothing at all. */
  private static final class FakeNames extends AddressResolverGroup<InetSocketAddress> {
    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
      return new InetSocketAddressResolver(
          executor,
          new InetNameResolver(executor) {
            @Override
            protected void doResolve(String name, Promise<InetAddress> promise) {
              promise.setFailure(new UnsupportedOperationException("all addresses are asked for"));
            }

            @Override
            protected void doResolveAll(String name, Promise<List<InetAddress>> promise)
                throws UnknownHostException {
              if (name.equals("silent.example")) {
                return;
              }
              List<InetAddress> addresses = new ArrayList<>();
              for (String literal : NAMES.getOrDefault(name, List.of())) {
                addresses.add(InetAddress.getByName(literal));
              }
              if (addresses.isEmpty()) {
                promise.setFailure(new UnknownHostException(name));
              } else {
                promise.setSuccess(addresses);
              }
            }
          });
    }
  }
}
