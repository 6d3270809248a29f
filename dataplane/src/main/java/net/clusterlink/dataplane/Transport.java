package net.clusterlink.dataplane;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** The ways to do I/O, best first. */
public enum Transport {
  /** Linux, where the kernel allows it; often blocked in containers. */
  IO_URING(
      "io_uring",
      IoUringServerSocketChannel.class,
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
  private final Class<? extends ServerSocketChannel> server;
  private final Class<? extends SocketChannel> socket;
  private final Class<? extends DatagramChannel> datagram;

  Transport(
      String title,
      Class<? extends ServerSocketChannel> server,
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
   * With polls that last for many events, Netty (4.2.17) may wait for an event that came while it
   * was reading: a reset right behind the last bytes is then never heard of. So each poll is for
   * one.
   */
  private static boolean ioUringIsAvailable() {
    if (System.getProperty(LASTING_POLLS) == null) {
      System.setProperty(LASTING_POLLS, "false");
    }
    return IoUring.isAvailable();
  }

  IoHandlerFactory ioHandlers() {
    return switch (this) {
      case IO_URING -> IoUringIoHandler.newFactory();
      case EPOLL -> EpollKeepingHalfClosed.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }

  Class<? extends ServerSocketChannel> server() {
    return server;
  }

  Class<? extends SocketChannel> socket() {
    return socket;
  }

  Class<? extends DatagramChannel> datagram() {
    return datagram;
  }

  @Override
  public String toString() {
    return title;
  }
}
