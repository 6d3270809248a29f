package net.clusterlink.dataplane;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.clusterlink.api.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a host by its name: resolves without blocking and tries every address in turn, until
 * one takes the connection or the time is over.
 */
final class AddressDialer {

  /** What came of it. */
  sealed interface Outcome {
    /** A connection, registered on the event loop asked for. */
    record Connected(Channel channel) implements Outcome {}

    /** None: every address it has is one that must not be reached. */
    record Forbidden(String detail) implements Outcome {}

    /** None: the name has no address, or none of them took the connection. */
    record Failed(String detail) implements Outcome {}
  }

  /** Says why an address must not be reached; empty when it may be. */
  interface Guard extends Function<InetSocketAddress, Optional<String>> {
    /** Lets everything pass. */
    Guard NONE = _ -> Optional.empty();
  }

  private static final Pattern REASON =
      Pattern.compile("(?:failed(?: with error\\(-\\d+\\))?: |^)([A-Z][a-z][^:]*)");

  private final Transport transport;
  private final AddressResolverGroup<InetSocketAddress> resolvers;
  private final Duration connectTime;
  private final Duration dialTime;

  AddressDialer(
      Transport transport,
      AddressResolverGroup<InetSocketAddress> resolvers,
      Duration connectTime,
      Duration dialTime) {
    this.transport = transport;
    this.resolvers = resolvers;
    this.connectTime = connectTime;
    this.dialTime = dialTime;
  }

  /**
   * Dials; the outcome is told on the event loop, once.
   *
   * @param handler put into the pipeline of each connection tried; sharable or an initializer
   */
  void dial(
      EventLoop loop,
      HostPort target,
      Guard guard,
      ChannelHandler handler,
      Consumer<Outcome> outcome) {
    new Attempt(loop, target, guard, handler, outcome).start();
  }

  /** One dial, on its event loop. */
  private final class Attempt {
    private final EventLoop loop;
    private final HostPort target;
    private final Guard guard;
    private final ChannelHandler handler;
    private final Consumer<Outcome> outcome;
    private final Deque<InetSocketAddress> left = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private boolean onlyForbidden = true;
    private boolean over;
    private @Nullable ChannelFuture connecting;
    private @Nullable ScheduledFuture<?> timer;

    Attempt(
        EventLoop loop,
        HostPort target,
        Guard guard,
        ChannelHandler handler,
        Consumer<Outcome> outcome) {
      this.loop = loop;
      this.target = target;
      this.guard = guard;
      this.handler = handler;
      this.outcome = outcome;
    }

    void start() {
      byte @Nullable [] literal = NetUtil.createByteArrayFromIpAddressString(target.host());
      if (literal != null) {
        left.add(new InetSocketAddress(address(literal), target.port()));
        next();
        return;
      }
      timer = loop.schedule(this::timeOut, dialTime.toMillis(), TimeUnit.MILLISECONDS);
      resolvers
          .getResolver(loop)
          .resolveAll(InetSocketAddress.createUnresolved(target.host(), target.port()))
          .addListener((Future<List<InetSocketAddress>> future) -> resolved(future));
    }

    private InetAddress address(byte[] literal) {
      try {
        return InetAddress.getByAddress(literal);
      } catch (java.net.UnknownHostException e) {
        throw new IllegalStateException("an address of " + literal.length + " bytes", e);
      }
    }

    private void resolved(Future<List<InetSocketAddress>> future) {
      if (over) {
        return;
      }
      if (!future.isSuccess()) {
        fail("the name " + target.host() + " cannot be resolved");
        return;
      }
      left.addAll(future.getNow());
      next();
    }

    private void next() {
      InetSocketAddress address = left.poll();
      if (address == null) {
        String detail = String.join("; ", failures);
        finish(onlyForbidden ? new Outcome.Forbidden(detail) : new Outcome.Failed(detail));
        return;
      }
      Optional<String> forbidden = guard.apply(address);
      if (forbidden.isPresent()) {
        failures.add(shown(address) + ": " + forbidden.get());
        next();
        return;
      }
      onlyForbidden = false;
      connecting =
          new Bootstrap()
              .group(loop)
              .channelFactory(() -> transport.connection(address))
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTime.toMillis())
              .handler(handler)
              .connect(address);
      connecting.addListener((ChannelFuture future) -> connected(address, future));
    }

    private void connected(InetSocketAddress address, ChannelFuture future) {
      if (over) {
        future.channel().close();
      } else if (future.isSuccess()) {
        finish(new Outcome.Connected(future.channel()));
      } else {
        failures.add(shown(address) + ": " + why(future.cause()));
        next();
      }
    }

    private void timeOut() {
      if (!over) {
        // First the outcome: the close fails the attempt, which must then count no more.
        fail("no connection within " + dialTime.toSeconds() + " s");
        if (connecting != null) {
          connecting.channel().close();
        }
      }
    }

    private void fail(String detail) {
      failures.add(detail);
      finish(new Outcome.Failed(String.join("; ", failures)));
    }

    private void finish(Outcome result) {
      over = true;
      if (timer != null) {
        timer.cancel(false);
      }
      outcome.accept(result);
    }
  }

  private static String shown(InetSocketAddress address) {
    return new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
  }

  /** The system's own words, without the address that stands before them already. */
  private static String why(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return "connection timed out";
    }
    String text = String.valueOf(cause.getMessage());
    Matcher reason = REASON.matcher(text);
    return reason.find() ? String.valueOf(reason.group(1)) : text;
  }
}
