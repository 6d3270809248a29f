package net.clusterlink.dataplane.uring;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.time.Duration;

/**
 * Netty's io_uring, which lets its connections know whether many of them send in a turn of their
 * event loop, and looks on for a moment before it sleeps where few of them are busy.
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
  private final BusyPoll busyPoll;

  private UringLoop(IoHandler ring, SendCrowd crowd, BusyPoll busyPoll) {
    this.ring = ring;
    this.crowd = crowd;
    this.busyPoll = busyPoll;
  }

  /**
   * For event loops whose connections are {@link UringSocketChannel}s.
   *
   * @param busyPoll how long one looks on before it sleeps; zero for never
   */
  public static IoHandlerFactory newFactory(Duration busyPoll) {
    return newFactory(CROWD, busyPoll);
  }

  /**
   * The same, with a crowd of another size.
   *
   * @param crowd so many that send in one turn; 0 for always
   */
  static IoHandlerFactory newFactory(int crowd, Duration busyPoll) {
    IoHandlerFactory factory = IoUringIoHandler.newFactory();
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new UringLoop(
            factory.newHandler(executor), new SendCrowd(crowd), new BusyPoll(busyPoll.toNanos()));
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
    if (crowd.isCalm() && context.canBlock()) {
      long now = System.nanoTime();
      int came = busyPoll.isDue(now) ? lookOn(context, now) : 0;
      if (came > 0) {
        return came;
      }
    }
    return ring.run(context);
  }

  /** Lets others have the processor meanwhile, if any wants it. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing rests on it: it is a courtesy
  private int lookOn(IoHandlerContext context, long begun) {
    var awake = new Awake(context);
    long now = begun;
    do {
      int came = ring.run(awake);
      if (came > 0) {
        busyPoll.paid();
        return came;
      }
      if (!context.canBlock()) {
        return 0;
      }
      long before = System.nanoTime();
      Thread.yield();
      now = System.nanoTime();
      busyPoll.yielded(before, now);
    } while (now - begun < busyPoll.nanos());
    busyPoll.wasInVain();
    return 0;
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

  /** A turn that may not sleep. */
  private record Awake(IoHandlerContext turn) implements IoHandlerContext {
    @Override
    public boolean canBlock() {
      return false;
    }

    @Override
    public long delayNanos(long nowNs) {
      return turn.delayNanos(nowNs);
    }

    @Override
    public long deadlineNanos() {
      return turn.deadlineNanos();
    }

    @Override
    public boolean shouldReportActiveIoTime() {
      return turn.shouldReportActiveIoTime();
    }

    @Override
    public void reportActiveIoTime(long activeNs) {
      turn.reportActiveIoTime(activeNs);
    }
  }
}
