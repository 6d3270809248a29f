package net.clusterlink.dataplane.uring;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Errors;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket whose connections are {@link UringSocketChannel}s. One request to the kernel
 * accepts them all. They inherit {@code TCP_NODELAY} and {@code SO_KEEPALIVE} from it, as sockets
 * do on Linux (tcp(7), socket(7)).
 */
public final class UringServerChannel extends AbstractServerChannel {
  private final UringSocket socket;
  private final UringServerConfig config;
  private final Handle handle = new Handle();
  private final RingRegistration ring = new RingRegistration();
  private @Nullable SocketAddress local;
  private volatile boolean active;
  private long acceptId;

  /**
   * A socket that is not bound yet.
   *
   * @throws ChannelException when there are no descriptors left
   */
  public UringServerChannel() {
    this.socket = UringSocket.forBoth();
    this.config = new UringServerConfig(this, socket);
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return RingRegistration.isPossible(loop);
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected void doRegister(ChannelPromise promise) {
    ring.register(eventLoop(), handle, promise);
  }

  @Override
  protected void doBind(SocketAddress address) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    socket.bind(address);
    local = socket.localAddress();
    socket.listen(config.backlog());
    active = true;
  }

  @Override
  protected void doBeginRead() {
    if (active && acceptId == 0) {
      acceptId = ring.submit(UringOps.accept(socket.intValue()));
    }
  }

  /** Listens no longer when it returns, so that another may take the port. */
  @Override
  protected void doClose() throws IOException {
    if (active) {
      active = false;
      socket.shutdown(true, false);
    }
    ring.close(socket, acceptId);
  }

  @Override
  protected void doDeregister() {
    ring.leave();
  }

  private void accepted(int fd) throws IOException {
    var accepted = new UringSocket(fd);
    if (active) {
      pipeline().fireChannelRead(new UringSocketChannel(this, accepted));
      pipeline().fireChannelReadComplete();
    } else {
      accepted.close();
    }
  }

  private void notAccepted(int error) {
    if (!active) {
      return;
    }
    if (error != UringOps.ECONNABORTED && error != UringOps.ECANCELED && error != UringOps.EAGAIN) {
      // First the fault: whoever hears of it may want to accept no more for a while.
      pipeline().fireExceptionCaught(Errors.newIOException("accept", error));
    }
    pipeline().fireChannelReadComplete();
  }

  /** What the event loop tells. */
  private final class Handle implements IoUringIoHandle {

    @Override
    public void handle(IoRegistration from, IoEvent told) {
      IoUringIoEvent event = (IoUringIoEvent) told;
      if (event.opcode() != UringOps.ACCEPT) {
        return;
      }
      if ((event.flags() & UringOps.MORE) == 0) {
        acceptId = 0;
      }
      if (event.res() < 0) {
        notAccepted(event.res());
        return;
      }
      try {
        accepted(event.res());
      } catch (IOException | ChannelException e) {
        pipeline().fireExceptionCaught(e);
      }
    }

    @Override
    public void close() {
      unsafe().close(voidPromise());
    }
  }
}
