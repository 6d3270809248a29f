package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.UnixChannelUtil;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection on an event loop of Netty's io_uring, for sessions that are short and many, and
 * for bytes that come in small pieces.
 *
 * <p>It differs from Netty's own (4.2.17) in four ways. It waits for input with the receiving
 * request itself, in a buffer of 2 KB, so that one answer of the kernel brings the bytes; only
 * after much input does it poll, and holds no memory. It sends by plain calls that do not block:
 * the event loop is not woken to hear that they went well. An end that follows the last bytes is
 * told in the same turn, before {@code channelReadComplete}, so that a relay can pass on both at
 * once. And ending one direction is no more than shutdown(2).
 *
 * <p>A reset by the far side is told by the next read or write: while nothing is read, nobody waits
 * for it. What was waited for when reading is switched off is told all the same, one buffer at
 * most.
 */
public final class UringSocketChannel extends AbstractChannel implements DuplexChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  /** What one connection holds while it waits for input. */
  private static final int WAITING_BYTES = 2 * 1024;

  /** So much in one turn is bulk: more is likely to come, and will not fit a small buffer. */
  private static final int BULK_BYTES = 8 * 1024;

  /** Pieces sent by one call. */
  private static final int PIECES = 64;

  private static final int EINTR = -4;
  private static final int EAGAIN = -11;
  private static final int EALREADY = -114;
  private static final int EINPROGRESS = -115;
  private static final int ECANCELED = -125;

  private final UringSocket socket;
  private final UringSocketConfig config;
  private final Handle handle = new Handle();
  private @Nullable IoRegistration registration;
  private @Nullable InetSocketAddress remote;
  private volatile boolean active;

  /** Requests that are under way; 0 for none. */
  private long receiveId;

  private long pollInId;
  private long pollOutId;
  private long connectId;

  private @Nullable ByteBuf receiving;
  private boolean reading;
  private boolean readWanted;
  private boolean bulk;
  private boolean inputEnded;
  private @Nullable IovArray pieces;
  private @Nullable ByteBuf connectAddress;
  private @Nullable InetSocketAddress dialed;
  private @Nullable ChannelPromise connecting;
  private @Nullable ScheduledFuture<?> connectTimer;

  /**
   * A connection yet to be made to an address of this family.
   *
   * @throws io.netty.channel.ChannelException when there are no descriptors left
   */
  public UringSocketChannel(InetAddress target) {
    super(null);
    this.socket = UringSocket.toReach(target);
    this.config = new UringSocketConfig(this, socket, false);
  }

  /** A connection that was accepted. */
  UringSocketChannel(Channel parent, UringSocket socket) {
    super(parent);
    this.socket = socket;
    this.config = new UringSocketConfig(this, socket, true);
    this.remote = socket.remoteAddress();
    this.active = true;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
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
  protected AbstractUnsafe newUnsafe() {
    return new Unsafe();
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop instanceof IoEventLoop io && io.isCompatible(Handle.class);
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return active ? socket.localAddress() : null;
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote;
  }

  // ---- on and off the event loop ----

  @Override
  protected void doRegister(ChannelPromise promise) {
    ((IoEventLoop) eventLoop())
        .register(handle)
        .addListener((Future<IoRegistration> registered) -> {
          if (registered.isSuccess()) {
            registration = registered.getNow();
            promise.setSuccess();
          } else {
            promise.setFailure(registered.cause());
          }
        });
  }

  @Override
  protected void doDeregister() {
    IoRegistration at = registration;
    if (at != null) {
      at.cancel();
    }
  }

  @Override
  protected void doBind(SocketAddress address) throws IOException {
    socket.bind(address);
  }

  @Override
  protected void doDisconnect() throws IOException {
    doClose();
  }

  /**
   * The ring closes the descriptor, behind all requests that name it: its number must not be
   * another's before they are taken.
   */
  @Override
  protected void doClose() throws IOException {
    active = false;
    IoRegistration at = registration;
    if (at == null || !at.isValid()) {
      socket.close();
    } else if (socket.markClosed()) {
      takeBack(at, receiveId);
      takeBack(at, pollInId);
      takeBack(at, pollOutId);
      takeBack(at, connectId);
      at.submit(UringOps.close(socket.intValue()));
    }
    if (connecting != null) {
      connectionFailed(new ClosedChannelException());
    }
  }

  private static void takeBack(IoRegistration at, long request) {
    if (request != 0) {
      at.submit(UringOps.cancel(request));
    }
  }

  private long submit(IoUringIoOps ops) {
    IoRegistration at = registration;
    return at == null ? 0 : at.submit(ops);
  }

  // ---- connecting ----

  private void connect(InetSocketAddress target, ChannelPromise promise) {
    ByteBuf address = SocketAddressMemory.of(target, alloc());
    try {
      connectId =
          submit(
              UringOps.connect(
                  socket.intValue(), address.memoryAddress(), address.readableBytes()));
    } finally {
      if (connectId == 0) {
        address.release();
      }
    }
    if (connectId == 0) {
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    connectAddress = address;
    connecting = promise;
    dialed = target;
    int millis = config.getConnectTimeoutMillis();
    if (millis > 0) {
      connectTimer =
          eventLoop()
              .schedule(() -> connectTimedOut(target, millis), millis, TimeUnit.MILLISECONDS);
    }
  }

  private void connectTimedOut(InetSocketAddress target, int millis) {
    if (connecting != null) {
      connectionFailed(
          new ConnectTimeoutException("connection timed out after " + millis + " ms: " + target));
      unsafe().close(voidPromise());
    }
  }

  private void connected(int result) {
    connectId = 0;
    if (connectAddress != null) {
      connectAddress.release();
      connectAddress = null;
    }
    if (connecting == null) {
      return;
    }
    if (result == 0) {
      connectionMade();
    } else if (result == EINPROGRESS || result == EALREADY) {
      awaitRoom();
    } else {
      connectionFailed(Errors.newIOException("connect", result));
    }
  }

  private void connectionMade() {
    ChannelPromise made = endConnecting();
    active = true;
    remote = dialed;
    boolean told = made != null && made.trySuccess();
    pipeline().fireChannelActive();
    if (told) {
      readOn();
    } else {
      unsafe().close(voidPromise());
    }
  }

  private void connectionFailed(Exception cause) {
    ChannelPromise failed = endConnecting();
    if (failed != null) {
      failed.tryFailure(cause);
    }
  }

  private @Nullable ChannelPromise endConnecting() {
    ChannelPromise promise = connecting;
    connecting = null;
    if (connectTimer != null) {
      connectTimer.cancel(false);
      connectTimer = null;
    }
    return promise;
  }

  // ---- reading ----

  @Override
  protected void doBeginRead() {
    if (reading || !active) {
      readWanted = true;
    } else {
      awaitInput();
    }
  }

  private void awaitInput() {
    if (receiveId != 0 || pollInId != 0 || inputEnded || !active) {
      return;
    }
    if (bulk) {
      pollInId = submit(UringOps.poll(socket.intValue(), UringOps.POLLIN));
      return;
    }
    ByteBuf buffer = alloc().directBuffer(WAITING_BYTES, WAITING_BYTES);
    try {
      receiveId =
          submit(
              UringOps.receive(socket.intValue(), buffer.memoryAddress(), buffer.writableBytes()));
    } finally {
      if (receiveId == 0) {
        buffer.release();
      } else {
        receiving = buffer;
      }
    }
  }

  private void received(int result, boolean more) {
    receiveId = 0;
    ByteBuf buffer = receiving;
    receiving = null;
    if (buffer == null) {
      return;
    }
    if (active && result > 0) {
      read(buffer.writerIndex(result), more);
      return;
    }
    buffer.release();
    if (!active) {
      return;
    }
    switch (result) {
      case 0 -> readEnd();
      case EINTR, EAGAIN, ECANCELED -> awaitInput();
      default -> readFailed(Errors.newIOException("recv", result));
    }
  }

  private void read(@Nullable ByteBuf first, boolean more) {
    var sizes = unsafe().recvBufAllocHandle();
    sizes.reset(config);
    reading = true;
    int bytes = 0;
    boolean end = false;
    Exception fault = null;
    if (first != null) {
      bytes = first.readableBytes();
      sizes.attemptedBytesRead(WAITING_BYTES);
      sizes.lastBytesRead(bytes);
      sizes.incMessagesRead(1);
      pipeline().fireChannelRead(first);
    }
    boolean next = more && (first == null || config.isAutoRead());
    while (next && active) {
      ByteBuf buffer = alloc().directBuffer(sizes.guess());
      int length = buffer.writableBytes();
      int got;
      try {
        got = socket.recvAddress(buffer.memoryAddress(), buffer.writerIndex(), buffer.capacity());
      } catch (IOException | NotYetConnectedException e) {
        buffer.release();
        fault = e;
        break;
      }
      sizes.attemptedBytesRead(length);
      sizes.lastBytesRead(got);
      if (got <= 0) {
        buffer.release();
        end = got < 0;
        break;
      }
      bytes += got;
      sizes.incMessagesRead(1);
      next = sizes.continueReading();
      pipeline().fireChannelRead(buffer.writerIndex(buffer.writerIndex() + got));
    }
    sizes.readComplete();
    bulk = bytes >= BULK_BYTES;
    readDone(end, fault);
  }

  private void readEnd() {
    reading = true;
    readDone(true, null);
  }

  private void readFailed(Throwable cause) {
    reading = true;
    readDone(false, cause);
  }

  private void readDone(boolean end, @Nullable Throwable fault) {
    if (end) {
      inputEnded = true;
      if (config.isAllowHalfClosure()) {
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      }
    }
    pipeline().fireChannelReadComplete();
    reading = false;
    if (fault != null) {
      pipeline().fireExceptionCaught(fault);
      unsafe().close(voidPromise());
    } else if (end && !config.isAllowHalfClosure()) {
      unsafe().close(voidPromise());
    } else {
      readOn();
    }
  }

  private void readOn() {
    if (readWanted) {
      readWanted = false;
      awaitInput();
    }
  }

  // ---- writing ----

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (!(message instanceof ByteBuf buffer)) {
      throw new UnsupportedOperationException(message.getClass() + " cannot be sent");
    }
    if (!UnixChannelUtil.isBufferCopyNeededForWrite(buffer)) {
      return buffer;
    }
    ByteBuf copy = alloc().directBuffer(buffer.readableBytes());
    copy.writeBytes(buffer, buffer.readerIndex(), buffer.readableBytes());
    buffer.release();
    return copy;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) throws IOException {
    for (int turns = config.getWriteSpinCount(); turns > 0; turns--) {
      if (out.isEmpty()) {
        return;
      }
      if (!send(out)) {
        awaitRoom();
        return;
      }
    }
    // Others have their turn first.
    eventLoop().execute(() -> ((Unsafe) unsafe()).flush0());
  }

  /** Sends what one call takes; whether it took all that it was given. */
  private boolean send(ChannelOutboundBuffer out) throws IOException {
    if (out.size() == 1 && out.current() instanceof ByteBuf only && only.hasMemoryAddress()) {
      int length = only.readableBytes();
      int sent =
          length == 0
              ? 0
              : socket.sendAddress(only.memoryAddress(), only.readerIndex(), only.writerIndex());
      out.removeBytes(sent);
      return sent == length;
    }
    IovArray gathered = gather(out);
    long length = gathered.size();
    long sent =
        length == 0 ? 0 : socket.writevAddresses(gathered.memoryAddress(0), gathered.count());
    out.removeBytes(sent);
    return sent == length;
  }

  private IovArray gather(ChannelOutboundBuffer out) throws IOException {
    if (pieces == null) {
      pieces = new IovArray(PIECES);
    }
    pieces.clear();
    try {
      out.forEachFlushedMessage(pieces);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot gather what is to be sent", e);
    }
    return pieces;
  }

  private void awaitRoom() {
    if (pollOutId == 0 && socket.isOpen()) {
      pollOutId = submit(UringOps.poll(socket.intValue(), UringOps.POLLOUT));
    }
  }

  private void roomCame() {
    if (connecting != null) {
      finishConnect();
    } else if (active) {
      ((Unsafe) unsafe()).flush0();
    }
  }

  private void finishConnect() {
    try {
      if (socket.finishConnect()) {
        connectionMade();
      } else {
        awaitRoom();
      }
    } catch (IOException e) {
      connectionFailed(e);
    }
  }

  // ---- ending one direction ----

  @Override
  protected void doShutdownOutput() throws IOException {
    socket.shutdown(false, true);
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded || socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public boolean isShutdown() {
    return isInputShutdown() && isOutputShutdown();
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  /** Ends this side's direction at once: to be called behind the last write. */
  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    return shutdown(promise, false, true);
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    return shutdown(promise, true, false);
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    return shutdown(promise, true, true);
  }

  private ChannelFuture shutdown(ChannelPromise promise, boolean input, boolean output) {
    if (!eventLoop().inEventLoop()) {
      eventLoop().execute(() -> shutdown(promise, input, output));
      return promise;
    }
    try {
      socket.shutdown(input, output);
      promise.trySuccess();
    } catch (IOException | NotYetConnectedException e) {
      promise.tryFailure(e);
    }
    return promise;
  }

  /** What the event loop tells. */
  private final class Handle implements IoUringIoHandle {

    @Override
    public void handle(IoRegistration from, IoEvent told) {
      IoUringIoEvent event = (IoUringIoEvent) told;
      try {
        switch (event.opcode()) {
          case UringOps.RECV ->
              received(event.res(), (event.flags() & UringOps.SOCKET_NOT_EMPTY) != 0);
          case UringOps.POLL_ADD -> polled(event.userData(), event.res());
          case UringOps.CONNECT -> connected(event.res());
          default -> {
            // A request was taken back, or the descriptor closed.
          }
        }
      } catch (OutOfMemoryError e) {
        // Of direct memory, of which Netty keeps count: that ends this connection, and no other.
        readFailed(e);
      }
    }

    private void polled(long events, int result) {
      boolean failed = result < 0 && result != ECANCELED;
      if (events == UringOps.POLLOUT) {
        pollOutId = 0;
      } else {
        pollInId = 0;
      }
      if (failed && active) {
        readFailed(Errors.newIOException("poll", result));
      } else if (events == UringOps.POLLOUT) {
        roomCame();
      } else if (active) {
        read(null, true);
      }
    }

    @Override
    public void close() {
      unsafe().close(voidPromise());
    }

    @Override
    public void unregistered() {
      if (pieces != null) {
        pieces.release();
        pieces = null;
      }
    }
  }

  /** What the pipeline asks. */
  private final class Unsafe extends AbstractUnsafe {

    @Override
    public void connect(
        SocketAddress remoteAddress, @Nullable SocketAddress localAddress, ChannelPromise promise) {
      if (promise.isDone() || !ensureOpen(promise)) {
        return;
      }
      if (connecting != null || active) {
        promise.tryFailure(new ConnectionPendingException());
      } else if (remoteAddress instanceof InetSocketAddress target
          && !target.isUnresolved()
          && localAddress == null) {
        UringSocketChannel.this.connect(target, promise);
      } else {
        promise.tryFailure(new UnsupportedAddressTypeException());
      }
    }

    @Override
    protected void flush0() {
      if (pollOutId == 0 || !active) {
        super.flush0();
      }
    }
  }
}
