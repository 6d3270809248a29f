package net.clusterlink.dataplane;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of all imports: opened and closed as snapshots come, and tried again every
 * second while a port cannot be had. Its state belongs to one event loop; clients are spread over
 * all of them.
 */
final class ImportListeners {
  private static final int RETRY_SECONDS = 1;

  private final EventLoopGroup group;
  private final EventLoop home;
  private final Transport transport;
  private final InetAddress address;
  private final SessionContext context;
  private final Function<EventLoop, TunnelPools> pools;
  private final Reachability reachability;
  private final Map<ResourceName, Listener> listeners = new HashMap<>();
  private final AtomicInteger failed = new AtomicInteger();
  private boolean closed;

  ImportListeners(
      EventLoopGroup group,
      Transport transport,
      InetAddress address,
      SessionContext context,
      Function<EventLoop, TunnelPools> pools,
      Reachability reachability) {
    this.group = group;
    this.home = group.next();
    this.transport = transport;
    this.address = address;
    this.context = context;
    this.pools = pools;
    this.reachability = reachability;
  }

  /** How many imports cannot listen now. */
  int failed() {
    return failed.get();
  }

  /**
   * Brings the listeners of these imports in line with a snapshot.
   *
   * @return done when each of them listens or has failed for the first time
   */
  CompletableFuture<Void> apply(Snapshot snapshot, Set<ResourceName> changed) {
    var done = new CompletableFuture<Void>();
    home.execute(() -> applyAtHome(snapshot, changed, done));
    return done;
  }

  /**
   * How the next client of an import would be served.
   *
   * @param listening where it connects; empty when nothing listens
   * @param order in which the sources would be tried
   */
  record Preview(Optional<InetSocketAddress> listening, List<ImportSource> order) {}

  /** How the next client of this import would be served; nothing is changed by asking. */
  CompletableFuture<Preview> preview(Import imported) {
    return CompletableFuture.supplyAsync(
        () ->
            Optional.ofNullable(listeners.get(imported.name()))
                .map(listener -> listener.preview(imported))
                .orElseGet(() -> new Preview(Optional.empty(), imported.sources())),
        home);
  }

  private void applyAtHome(
      Snapshot snapshot, Set<ResourceName> changed, CompletableFuture<Void> done) {
    List<Import> toOpen = new ArrayList<>();
    List<CompletableFuture<Void>> steps = new ArrayList<>();
    for (ResourceName name : changed) {
      Optional<Import> wanted = closed ? Optional.empty() : snapshot.importNamed(name);
      Listener present = listeners.get(name);
      if (present != null && wanted.isPresent() && wanted.get().listenPort() == present.port) {
        continue;
      }
      if (present != null) {
        listeners.remove(name);
        steps.add(present.close());
      }
      wanted.ifPresent(toOpen::add);
    }
    // A port that one import gives up may be another's: first all closes, then all binds.
    CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
        .thenRun(() -> home.execute(() -> openAll(toOpen, done)));
  }

  private void openAll(List<Import> toOpen, CompletableFuture<Void> done) {
    List<CompletableFuture<Void>> steps = new ArrayList<>();
    for (Import wanted : toOpen) {
      if (!closed) {
        var listener = new Listener(wanted.name(), wanted.listenPort());
        listeners.put(wanted.name(), listener);
        steps.add(listener.open());
      }
    }
    CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
        .thenRun(() -> done.complete(null));
  }

  /** Closes them all; for good. */
  CompletableFuture<Void> close() {
    var done = new CompletableFuture<Void>();
    home.execute(() -> {
      closed = true;
      var steps = listeners.values().stream().map(Listener::close);
      CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
          .thenRun(() -> done.complete(null));
      listeners.clear();
    });
    return done;
  }

  /** The socket of one import. Used on the home loop, but for new clients. */
  private final class Listener {
    private final ResourceName imported;
    private final int port;
    private final SourceSelector selector = new SourceSelector(reachability);
    private @Nullable Channel channel;
    private boolean failing;
    private boolean gone;

    Listener(ResourceName imported, int port) {
      this.imported = imported;
      this.port = port;
    }

    Preview preview(Import wanted) {
      return new Preview(
          Optional.ofNullable(channel).map(open -> (InetSocketAddress) open.localAddress()),
          selector.preview(wanted));
    }

    CompletableFuture<Void> open() {
      var done = new CompletableFuture<Void>();
      new ServerBootstrap()
          .group(group)
          .channel(transport.server())
          .option(ChannelOption.SO_REUSEADDR, true)
          .option(ChannelOption.SO_BACKLOG, 1024)
          .childHandler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel client) {
                  accepted(client);
                }
              })
          .bind(address, port)
          .addListener((ChannelFuture bound) ->
              home.execute(() -> {
                bound(bound);
                done.complete(null);
              }));
      return done;
    }

    private void accepted(Channel client) {
      if (!(client.remoteAddress() instanceof InetSocketAddress address)) {
        // Gone before it was looked at.
        client.close();
        return;
      }
      SocketOptions.applyLocal(client);
      client
          .pipeline()
          .addLast(
              new ClientSession(
                  context, pools.apply(client.eventLoop()), imported, selector, client, address));
    }

    private void bound(ChannelFuture future) {
      if (gone) {
        future.channel().close();
      } else if (future.isSuccess()) {
        channel = future.channel();
        recovered();
        context
            .events()
            .importListening(imported, (InetSocketAddress) future.channel().localAddress());
      } else {
        if (!failing) {
          failing = true;
          failed.incrementAndGet();
          context
              .events()
              .importFailed(
                  imported,
                  new InetSocketAddress(address, port),
                  ConnectionFault.detail(future.cause())
                      + "; free the port or give the import another port or targetPort, or, where the"
                      + " address is not of this host, choose another with --import-address");
        }
        home.schedule(this::retry, RETRY_SECONDS, TimeUnit.SECONDS);
      }
    }

    private void retry() {
      if (!gone) {
        open();
      }
    }

    private void recovered() {
      if (failing) {
        failing = false;
        failed.decrementAndGet();
      }
    }

    CompletableFuture<Void> close() {
      gone = true;
      recovered();
      var done = new CompletableFuture<Void>();
      if (channel == null) {
        done.complete(null);
      } else {
        channel.close().addListener(_ -> done.complete(null));
      }
      return done;
    }
  }
}
