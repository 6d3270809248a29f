package net.clusterlink.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import net.clusterlink.dataplane.uring.UringLoop;
import net.clusterlink.dataplane.uring.UringServerChannel;
import net.clusterlink.dataplane.uring.UringSocketChannel;

/** The ways to do I/O, best first. */
public enum Transport {
  /** Linux, where the kernel allows it; often blocked in containers. */
  IO_URING(
      "io_uring",
      UringServerChannel.class,
      IoUringSocketChannel.class,
      IoUringDatagramChannel.class),
  /** Linux. */
  EPOLL(
      "epoll",
      EpollServerSocketChannel.class,
      EpollSocketChannel.class,
      EpollDatagramChannel.class),
  /** Everywhere. */
  NIO("nio", NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class);

  /** Read by Netty when its io_uring classes are first used. */
  private static final String LASTING_POLLS = "io.netty.iouring.pollAddMultishotEnabled";

  private final String title;
  private final Class<? extends ServerChannel> server;
  private final Class<? extends SocketChannel> socket;
  private final Class<? extends DatagramChannel> datagram;

  Transport(
      String title,
      Class<? extends ServerChannel> server,
      Class<? extends SocketChannel> socket,
      Class<? extends DatagramChannel> datagram) {
    this.title = title;
    this.server = server;
    this.socket = socket;
    this.datagram = datagram;
  }

  /** The best one that works here. */
  public static Transport best() {
    for (Transport transport : values()) {
      if (transport.isAvailable()) {
        return transport;
      }
    }
    return NIO;
  }

  /** Whether it works here. */
  public boolean isAvailable() {
    return switch (this) {
      case IO_URING -> ioUringIsAvailable();
      case EPOLL -> Epoll.isAvailable();
      case NIO -> true;
    };
  }

  /**
   * From Linux 5.19 on: before, connections could be accepted one at a time only.
   *
   * <p>Netty's own channels, by which names are asked for, may wait for an event that came while
   * they were reading (4.2.17), when a poll is for many events: so each is for one.
   */
  private static boolean ioUringIsAvailable() {
    if (System.getProperty(LASTING_POLLS) == null) {
      System.setProperty(LASTING_POLLS, "false");
    }
    return IoUring.isAvailable() && IoUring.isAcceptMultishotEnabled();
  }

  /**
   * What event loops are made of.
   *
   * @param busyPoll how long one looks on before it sleeps, with io_uring; zero for never
   */
  IoHandlerFactory ioHandlers(Duration busyPoll) {
    return switch (this) {
      case IO_URING -> UringLoop.newFactory(busyPoll);
      case EPOLL -> EpollKeepingHalfClosed.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }

  Class<? extends ServerChannel> server() {
    return server;
  }

  /** A connection yet to be made to this address. */
  Channel connection(InetSocketAddress target) {
    return switch (this) {
      case IO_URING -> new UringSocketChannel(target.getAddress());
      case EPOLL -> new EpollSocketChannel();
      case NIO -> new NioSocketChannel();
    };
  }

  /** For questions to name servers. */
  Class<? extends SocketChannel> dnsSocket() {
    return socket;
  }

  /** For questions to name servers. */
  Class<? extends DatagramChannel> dnsDatagram() {
    return datagram;
  }

  @Override
  public String toString() {
    return title;
  }
}
