package net.clusterlink.dataplane.uring;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's io_uring, which lets its connections know whether many of them send in a turn of their
 * event loop.
 */
public final class UringLoop implements IoHandler {

  /** From so many that send in one turn on, the ring sends for them: with fewer it was no gain. */
  private static final int CROWD = 4;

  /** The handle of a connection that sends. */
  interface Sender {
    /** It is about to be registered with the event loop of this crowd. */
    void joins(SendCrowd crowd);
  }

  private final IoHandler ring;
  private final SendCrowd crowd;

  private UringLoop(IoHandler ring, SendCrowd crowd) {
    this.ring = ring;
    this.crowd = crowd;
  }

  /** For event loops whose connections are {@link UringSocketChannel}s. */
  public static IoHandlerFactory newFactory() {
    return newFactory(CROWD);
  }

  /**
   * The same, with a crowd of another size.
   *
   * @param crowd so many that send in one turn; 0 for always
   */
  static IoHandlerFactory newFactory(int crowd) {
    IoHandlerFactory factory = IoUringIoHandler.newFactory();
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new UringLoop(factory.newHandler(executor), new SendCrowd(crowd));
      }

      @Override
      public boolean isChangingThreadSupported() {
        return factory.isChangingThreadSupported();
      }
    };
  }

  @Override
  public void initialize() {
    ring.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    crowd.turn();
    return ring.run(context);
  }

  @Override
  public void prepareToDestroy() {
    ring.prepareToDestroy();
  }

  @Override
  public void destroy() {
    ring.destroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    if (handle instanceof Sender sender) {
      sender.joins(crowd);
    }
    return ring.register(handle);
  }

  @Override
  public void wakeup() {
    ring.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return ring.isCompatible(handleType);
  }
}
