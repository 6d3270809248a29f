package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.FrameSink;
import net.clusterlink.dataplane.protocol.FrameType;
import net.clusterlink.dataplane.protocol.Frames;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.dataplane.protocol.ProtocolException;
import net.clusterlink.dataplane.protocol.RefuseCode;
import net.clusterlink.dataplane.uring.UringSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One mutual-TLS connection to another gateway, from its hello to its end: the state machine of
 * docs/protocol.md, sections 4 to 7. It carries one session after another, or, as a {@link Bundle},
 * small messages of others' sessions (section 8).
 *
 * <p>It keeps to the rules of the wire and knows nothing of clients, services or policies: those
 * belong to the {@link TunnelSession} it carries and to its {@link TunnelOwner}. Both sides use the
 * same class; what differs is only who may open sessions.
 *
 * <p>Lives on one event loop, last in the pipeline behind TLS. It releases every buffer it reads,
 * and passes the bytes of a session on as slices that the session releases.
 *
 * <p>Four things deserve care. A session may end, and the next begin, within one read: so the
 * session is looked up anew for every frame. A tunnel that is closing says so first in its state,
 * and whatever still arrives is passed over. A far side that sends but does not read could make
 * answers pile up: so nothing is read from a free tunnel while its answers cannot be sent. And
 * bytes of its session may come by a bundle, ahead of what the tunnel has brought: so what follows
 * in the tunnel may have to wait, in its {@link TunnelInput}.
 */
final class Tunnel extends ChannelInboundHandlerAdapter implements FrameSink {

  private enum State {
    /** Waiting for the far hello. */
    HELLO,
    /** No session. */
    FREE,
    /** This side sent an open and waits for its answer. */
    OPENING,
    /** The far side sent an open; its answer is owed. */
    ANSWERING,
    /** A session is on. */
    SESSION,
    /** It carries no session of its own, but bytes of others'. */
    BUNDLE,
    /** Nothing more goes in or out. */
    CLOSED
  }

  private final TunnelInfo info;
  private final Instant farCertificateExpiry;
  private final Hello ownHello;
  private final Timeouts timeouts;
  private final TunnelOwner owner;
  private final LongSupplier nanoTime;
  private final TunnelInput input = new TunnelInput(this);

  private @Nullable ChannelHandlerContext context;
  private State state = State.HELLO;
  private @Nullable TunnelSession session;
  private Map<String, String> farLabels = Map.of();
  private Optional<Hello.Seat> seat;
  private @Nullable Lane lane;
  private @Nullable Bundle bundle;
  private boolean sessionReads = true;
  private boolean leaveDue;
  private boolean probe;
  private boolean brokeWithSession;

  /** Done when the session's own end has left this process; null before it was sent. */
  private @Nullable ChannelFuture endSent;

  private boolean endReceived;
  private boolean passingOver;
  private boolean unflushed;
  private boolean answerAlone;
  private int earlyBytes;
  private @Nullable GoodbyeCode retiring;
  private boolean goodbyeSent;
  private boolean goodbyeReceived;
  private String why = "the far side closed the connection";
  private long createdNs;
  private long freeSinceNs;
  private long sentNs;
  private long heardNs;

  /**
   * A tunnel over a connection whose TLS handshake is done.
   *
   * @param farCertificateExpiry when the far side's certificate ends
   * @param ownHello what this side says of itself
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  Tunnel(
      TunnelInfo info,
      Instant farCertificateExpiry,
      Hello ownHello,
      Timeouts timeouts,
      TunnelOwner owner,
      LongSupplier nanoTime) {
    this.info = info;
    this.farCertificateExpiry = farCertificateExpiry;
    this.ownHello = ownHello;
    this.timeouts = timeouts;
    this.owner = owner;
    this.nanoTime = nanoTime;
    this.seat = info.dialed() ? Optional.empty() : ownHello.seat();
    this.lane = seat.map(taken -> new Lane(this, taken.number(), null)).orElse(null);
  }

  // ---- what it is ----

  TunnelInfo info() {
    return info;
  }

  String peer() {
    return info.peer();
  }

  InetSocketAddress remote() {
    return info.remote();
  }

  /** The far peer's labels as its hello reported them. */
  Map<String, String> farLabels() {
    return farLabels;
  }

  /** Where the accepting side has it; empty when it does not bundle, and before its hello. */
  Optional<Hello.Seat> seat() {
    return seat;
  }

  /** Its way into bundles; null when it has none. */
  @Nullable Lane lane() {
    return lane;
  }

  /** Whether the far side only looks if this one is there; its labels are then no report. */
  boolean isProbe() {
    return probe;
  }

  EventLoop eventLoop() {
    return channel().eventLoop();
  }

  /** When the certificate of the far side ends. */
  Instant farCertificateExpiry() {
    return farCertificateExpiry;
  }

  /** Whether the far side's certificate still holds at this time. */
  boolean farCertificateHolds(Instant now) {
    return now.isBefore(farCertificateExpiry);
  }

  /** Whether a session may be opened on it now. */
  boolean isFree() {
    return state == State.FREE && !goodbyeSent && !goodbyeReceived && channel().isActive();
  }

  /** Whether it takes no further session: a goodbye was said on either side. */
  boolean isRetiring() {
    return goodbyeSent || goodbyeReceived;
  }

  /** Whether the far side wants it no more. */
  boolean isBidFarewell() {
    return goodbyeReceived;
  }

  /** Whether it was closed for no fault of its own, but as the client or the service broke off. */
  boolean brokeWithSession() {
    return brokeWithSession;
  }

  /** Whether more may be sent; {@link TunnelSession#writabilityChanged} tells of changes. */
  boolean isWritable() {
    return channel().isWritable();
  }

  /** What it is now; empty before the far hello and once it is closed. */
  Optional<TunnelStatus> status(Instant now) {
    return state == State.HELLO || state == State.CLOSED
        ? Optional.empty()
        : Optional.of(
            new TunnelStatus(
                info,
                state != State.FREE && bundle == null,
                bundle != null,
                goodbyeSent || goodbyeReceived,
                now.minusNanos(now() - createdNs),
                farCertificateExpiry));
  }

  // ---- what its session does ----

  /** Gives it back to its owner, not used after all. */
  void giveBack() {
    if (isFree()) {
      owner.free(this);
    }
  }

  /**
   * Opens a session; bytes may follow at once.
   *
   * @throws IllegalArgumentException when the open does not fit into a frame; nothing was sent
   */
  void open(Open open, TunnelSession opened) {
    if (!isFree()) {
      throw new IllegalStateException("an open on a tunnel that is not free");
    }
    ByteBuf frame = Frames.open(channel().alloc(), open);
    begin(State.OPENING);
    session = opened;
    write(frame);
  }

  /**
   * Answers the far side's open: the session is on. The answer leaves with the next flush, in one
   * TLS record with what is sent by then.
   */
  void accept(TunnelSession accepted) {
    if (state == State.ANSWERING) {
      state = State.SESSION;
      session = accepted;
      answerAlone = nothingWaits();
      write(Frames.accept(channel().alloc()));
    }
  }

  /** Takes the far side's bytes while the answer to its open is being found. */
  void answering(TunnelSession answering) {
    session = answering;
  }

  /** Answers the far side's open: it is not carried. The tunnel is free at once. */
  void refuse(RefuseCode code) {
    if (state == State.ANSWERING) {
      write(Frames.refuse(channel().alloc(), code));
      flush();
      passingOver = !endReceived;
      becomeFree();
      closeWhenFree();
    }
  }

  /** Hands the session's bytes and events to another, as the session has come to its next part. */
  void handOver(TunnelSession next) {
    session = next;
  }

  /**
   * Sends bytes of the session, without flushing.
   *
   * @param bytes released once written
   */
  void sendData(ByteBuf bytes) {
    while (bytes.readableBytes() > FrameType.DATA.limit()) {
      sendFrame(bytes.readRetainedSlice(FrameType.DATA.limit()));
    }
    if (bytes.isReadable()) {
      sendFrame(bytes);
    } else {
      bytes.release();
    }
  }

  private void sendFrame(ByteBuf bytes) {
    answerAlone = false;
    if (lane != null && state == State.SESSION && lane.out().send(bytes)) {
      return;
    }
    if (!Frames.prependDataHeader(bytes)) {
      write(Frames.dataHeader(channel().alloc(), bytes.readableBytes()));
    }
    write(bytes);
  }

  /** Sends that no more bytes will come. */
  void sendEnd() {
    if (endSent == null && (state == State.OPENING || state == State.SESSION)) {
      if (lane != null) {
        lane.out().comeBack();
      }
      ChannelPromise written = context().newPromise();
      endSent = written;
      write(Frames.end(channel().alloc()), written);
      flush();
      written.addListener(_ -> endWritten(written));
    }
  }

  /** Breaks the session, and the tunnel with it. */
  void abort(AbortCode code) {
    if (state == State.CLOSED) {
      return;
    }
    session = null;
    brokeWithSession = code == AbortCode.RESET;
    why = "its session was aborted: " + code;
    // An answer that waits to leave goes before it.
    if ((answerAlone || nothingWaits()) && state != State.HELLO) {
      ChannelFuture written = context().writeAndFlush(Frames.abort(channel().alloc(), code));
      markClosed();
      written.addListener(_ -> resetConnection());
      eventLoop().schedule(this::resetConnection, 1, TimeUnit.SECONDS);
    } else {
      markClosed();
      resetConnection();
    }
  }

  void flush() {
    // Netty's TLS answers every flush with a write, an empty one if need be, behind which an abort
    // would then have to wait.
    if (unflushed) {
      unflushed = false;
      answerAlone = false;
      context().flush();
    }
  }

  private boolean nothingWaits() {
    ChannelOutboundBuffer waiting = channel().unsafe().outboundBuffer();
    return waiting != null
        && (waiting.totalPendingWriteBytes() == 0 || (waiting.size() == 1 && isSending()));
  }

  /** Whether what waits is on its way already. */
  private boolean isSending() {
    return channel() instanceof UringSocketChannel connection && connection.isSending();
  }

  /** Stops or resumes reading: back-pressure of the session's own client or service. */
  void reading(boolean on) {
    sessionReads = on;
    // One that has ended passes over what comes, and hears when the far side closes.
    boolean reads = on && (state == State.CLOSED || !input.isPaused());
    if (reads && !channel().config().isAutoRead()) {
      heardNs = now();
    }
    channel().config().setAutoRead(reads);
    if (on && lane != null) {
      if (input.hasNext()) {
        eventLoop().execute(this::readOn);
      }
      lane.in().tell();
    }
  }

  /** Whether its session takes what comes. */
  boolean sessionReads() {
    return sessionReads;
  }

  // ---- bundles ----

  /** On the dialing side: it is one of those that may share a bundle. */
  void join(BundleGroup group, int number) {
    lane = new Lane(this, number, group);
  }

  /** Makes it a bundle, in use once the far side has agreed. On the dialing side. */
  Bundle becomeBundle() {
    if (!isFree()) {
      throw new IllegalStateException("a bundle of a tunnel that is not free");
    }
    Bundle made = bundle(false);
    write(Frames.bundle(allocator()));
    flush();
    return made;
  }

  private Bundle bundle(boolean agreed) {
    var made = new Bundle(this, seat.orElseThrow().number(), agreed);
    begin(State.BUNDLE);
    bundle = made;
    return made;
  }

  /** Another tunnel of this peer in the same group, by its number; null when there is none. */
  @Nullable Tunnel numbered(int number) {
    Tunnel other = owner.numbered(this, number);
    return other == null || other.state == State.CLOSED || !other.peer().equals(peer())
        ? null
        : other;
  }

  /** Whether a session is on, or opened by this side. */
  boolean hasSession() {
    return state == State.SESSION || state == State.OPENING;
  }

  /** Whether the far certificate still holds; a tunnel on one that does not is retired. */
  boolean isTrustedStill() {
    boolean trusted = owner.certificateHolds(this);
    if (!trusted) {
      retire(GoodbyeCode.CREDENTIALS);
    }
    return trusted;
  }

  /** It is not idle: bytes of others' sessions come by it. */
  void usedAsBundle() {
    freeSinceNs = now();
  }

  /**
   * Sends frames of its bundle, without flushing.
   *
   * @param frames released once written
   */
  void sendBundled(ByteBuf frames) {
    if (state == State.CLOSED) {
      frames.release();
    } else {
      usedAsBundle();
      write(frames);
    }
  }

  /** Tells the far side that what follows of the session comes by a bundle. */
  void sendAside(int bundleNumber) {
    write(Frames.aside(allocator(), bundleNumber));
  }

  /** Tells the far side that what follows of the session comes here again. */
  void sendBack(int number) {
    write(Frames.back(allocator(), number));
  }

  /** All of the session that came by a bundle in one read has been passed on. */
  void sessionReadComplete() {
    TunnelSession current = session;
    if (current != null) {
      current.readComplete();
    }
  }

  /** What follows is looked at when a bundle has brought what comes before. */
  void pause() {
    input.pause();
    channel().config().setAutoRead(false);
  }

  /** Goes on where it has paused. */
  void resume() {
    input.resume();
    readOn();
  }

  /** Passes on what has waited, as far as the session takes it. */
  private void readOn() {
    try {
      while (state != State.CLOSED && sessionReads && input.hasNext()) {
        input.next();
      }
    } catch (ProtocolException e) {
      breakOff(e);
    }
    if (state != State.CLOSED) {
      sessionReadComplete();
      reading(sessionReads);
    }
  }

  @Override
  public boolean isPaused() {
    return input.isPaused();
  }

  ByteBufAllocator allocator() {
    return channel().alloc();
  }

  // ---- what its owner does ----

  /** Takes no further session, says so behind the hellos, and closes when it is free. */
  void retire(GoodbyeCode code) {
    if (state == State.HELLO) {
      retiring = code;
    }
    if (state == State.CLOSED || state == State.HELLO || goodbyeSent) {
      return;
    }
    why = "goodbye: " + code;
    sayGoodbye(code);
    closeWhenFree();
  }

  private void sayGoodbye(GoodbyeCode code) {
    goodbyeSent = true;
    if (bundle != null) {
      bundle.windDown(timeouts.silence());
    }
    write(Frames.goodbye(channel().alloc(), code));
    flush();
  }

  /** The far side is trusted no longer: cuts it off, and the session with it. */
  void distrust(TlsFailure failure) {
    if (state == State.HELLO) {
      fail(failure.reason(), failure.detail());
    } else {
      lose(EndReason.REVOKED_BY_CERTIFICATE, failure.detail());
    }
  }

  /** Asks whether the far side is there; {@link TunnelOwner#ponged} tells of its answer. */
  void ping(long payload) {
    if (state != State.CLOSED && state != State.HELLO) {
      write(Frames.ping(channel().alloc(), payload));
      flush();
    }
  }

  /** Gives it up at once, as if the connection had broken. */
  void giveUp(String detail) {
    lose(EndReason.TUNNEL_LOST, detail);
  }

  /** Called about once a second: pings, notices silence, retires. */
  void tick() {
    long nowNs = now();
    if (state == State.CLOSED || state == State.HELLO) {
      return;
    }
    if (channel().config().isAutoRead() && exceeds(nowNs - heardNs, timeouts.silence())) {
      lose(EndReason.TUNNEL_LOST, "nothing heard for " + timeouts.silence().toSeconds() + " s");
    } else if (info.dialed()) {
      if (exceeds(nowNs - createdNs, timeouts.tunnelAge())) {
        retire(GoodbyeCode.AGE);
      } else if ((state == State.FREE || state == State.BUNDLE)
          && exceeds(nowNs - freeSinceNs, timeouts.freeTunnel())) {
        retire(GoodbyeCode.IDLE);
      }
    }
    if (state != State.CLOSED && exceeds(nowNs - sentNs, timeouts.ping()) && isWritable()) {
      write(Frames.ping(channel().alloc(), nowNs));
      flush();
    }
  }

  private static boolean exceeds(long ns, Duration limit) {
    return ns > limit.toNanos();
  }

  // ---- what arrives ----

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    createdNs = now();
    heardNs = createdNs;
    write(Frames.hello(ctx.alloc(), ownHello));
    flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    heardNs = now();
    ByteBuf bytes = (ByteBuf) message;
    if (state == State.CLOSED) {
      bytes.release();
      return;
    }
    try {
      input.read(bytes);
    } catch (ProtocolException e) {
      breakOff(e);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (bundle != null) {
      bundle.readComplete();
    } else {
      sessionReadComplete();
      if (lane != null) {
        lane.in().tell();
      }
    }
  }

  @Override
  public void frame(FrameType type, ByteBuf payload) throws ProtocolException {
    if (state == State.CLOSED) {
      return;
    }
    if ((state == State.HELLO) != (type == FrameType.HELLO)) {
      throw new ProtocolException(
          state == State.HELLO ? type + " frame before hello" : "a second hello");
    }
    switch (type) {
      case HELLO -> hello(Hello.read(payload));
      case OPEN -> opened(Open.read(payload));
      case ACCEPT -> accepted();
      case REFUSE -> refused(Frames.refuseCode(payload));
      case DATA -> throw new IllegalStateException("data is passed by data()");
      case END -> ended();
      case ABORT -> aborted(Frames.abortCode(payload));
      case PING -> pinged(Frames.pingPayload(payload));
      case PONG -> owner.ponged(this, Frames.pingPayload(payload));
      case GOODBYE -> goodbye(Frames.goodbyeCode(payload));
      case BUNDLE -> bundled();
      case ASIDE -> aside(Frames.number(payload, type));
      case BACK -> {
        if (bundle == null) {
          requireLane(type).in().backByTunnel(Frames.number(payload, type));
        } else {
          bundle.frame(type, payload);
        }
      }
      case SHARED, TAKEN -> {
        if (bundle == null) {
          throw new ProtocolException(type + " frame on a tunnel that is no bundle");
        }
        bundle.frame(type, payload);
      }
    }
  }

  private void hello(Hello hello) {
    farLabels = hello.labels();
    probe = hello.has(Hello.PROBE);
    if (info.dialed()) {
      seat = hello.seat();
    }
    becomeFree();
    owner.established(this);
    GoodbyeCode code = retiring;
    if (code != null) {
      retire(code);
    }
  }

  private void opened(Open open) throws ProtocolException {
    if (info.dialed()) {
      throw new ProtocolException("an open from the accepting side");
    }
    if (bothEnded()) {
      // The far side has read this side's end: sooner than we are told that it was written.
      sessionDone();
    }
    if (goodbyeReceived) {
      throw ProtocolException.inOpen("open " + open.session() + ": it comes behind a goodbye");
    }
    if (state != State.FREE) {
      throw ProtocolException.inOpen("open " + open.session() + ": another session is on");
    }
    begin(State.ANSWERING);
    passingOver = false;
    owner.opened(this, open);
  }

  private void accepted() throws ProtocolException {
    if (state != State.OPENING) {
      throw new ProtocolException("an accept without an open");
    }
    state = State.SESSION;
    current().accepted();
  }

  private void refused(RefuseCode code) throws ProtocolException {
    if (state != State.OPENING) {
      throw new ProtocolException("a refuse without an open");
    }
    TunnelSession refused = current();
    becomeFree();
    owner.free(this);
    closeWhenFree();
    refused.refused(code);
  }

  @Override
  public void data(ByteBuf bytes) throws ProtocolException {
    if (isAside()) {
      bytes.release();
      throw new ProtocolException("data on a tunnel whose session is aside");
    }
    deliver(bytes);
  }

  /** Whether the far side's bytes come by a bundle now. */
  private boolean isAside() {
    return lane != null && lane.in().isAside();
  }

  /**
   * Passes bytes on to the session, whichever way they came.
   *
   * @param bytes released here
   */
  void deliver(ByteBuf bytes) throws ProtocolException {
    if (state == State.CLOSED) {
      bytes.release();
      return;
    }
    if (state == State.ANSWERING || passingOver) {
      earlyBytes += bytes.readableBytes();
    }
    boolean ofSession = (state == State.SESSION || state == State.ANSWERING) && !endReceived;
    if (earlyBytes > EarlyData.LIMIT || !ofSession) {
      bytes.release();
      if (!passingOver || earlyBytes > EarlyData.LIMIT) {
        throw new ProtocolException(
            earlyBytes > EarlyData.LIMIT
                ? "more than " + EarlyData.LIMIT + " bytes before the answer to an open"
                : "data without a session");
      }
      return;
    }
    current().data(bytes);
  }

  private void bundled() throws ProtocolException {
    if (info.dialed()) {
      if (bundle == null || !bundle.agree()) {
        throw new ProtocolException("a bundle from the accepting side");
      }
      return;
    }
    if (bothEnded()) {
      // As with an open: the far side has read this side's end sooner than we are told of it.
      sessionDone();
    }
    if (state != State.FREE || seat.isEmpty() || goodbyeReceived) {
      throw new ProtocolException("a bundle of a tunnel that is not free");
    }
    Bundle made = bundle(true);
    write(Frames.bundle(allocator()));
    flush();
    if (goodbyeSent) {
      made.windDown(timeouts.silence());
    } else {
      // Retired at once if not; the sessions stay where they are.
      isTrustedStill();
    }
  }

  private void aside(int number) throws ProtocolException {
    Lane own = requireLane(FrameType.ASIDE);
    if (state != State.SESSION || endReceived) {
      throw new ProtocolException("aside without a session");
    }
    Tunnel named = numbered(number);
    if (named == null || named.bundle == null) {
      lose(EndReason.TUNNEL_LOST, "the bundle for its bytes has ended");
    } else {
      own.in().aside(named.bundle);
    }
  }

  private Lane requireLane(FrameType type) throws ProtocolException {
    if (lane == null) {
      throw new ProtocolException(type + " frame without bundles");
    }
    return lane;
  }

  private void ended() throws ProtocolException {
    if (isAside()) {
      throw new ProtocolException("an end on a tunnel whose session is aside");
    }
    if (state == State.FREE && passingOver) {
      passingOver = false;
      return;
    }
    if ((state != State.SESSION && state != State.ANSWERING) || endReceived) {
      throw new ProtocolException("an end without a session");
    }
    endReceived = true;
    current().ended();
    freeWhenEnded();
  }

  private void aborted(AbortCode code) {
    TunnelSession broken = session;
    session = null;
    brokeWithSession = broken != null && code == AbortCode.RESET;
    why = "the far side aborted the session: " + code;
    markClosed();
    resetConnection();
    if (broken != null) {
      broken.aborted(code);
    }
  }

  private void pinged(long payload) {
    // A far side that sends pings and reads no pongs gets none.
    if (isWritable()) {
      write(Frames.pong(channel().alloc(), payload));
      flush();
    }
  }

  private void goodbye(GoodbyeCode code) {
    goodbyeReceived = true;
    if (!goodbyeSent) {
      why = "the far side said goodbye: " + code;
    }
    owner.bidFarewell(this, code);
    if (bundle != null && !goodbyeSent) {
      // Behind it nothing more comes by the bundle: the dialing side waits for that.
      sayGoodbye(code);
    }
    if (info.dialed() || bundle != null) {
      closeWhenFree();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    TunnelSession current = session;
    if (current != null) {
      current.writabilityChanged();
    } else if (bundle != null && isWritable()) {
      bundle.becameWritable();
    } else if (bundle == null && state != State.CLOSED) {
      reading(isWritable());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (state == State.HELLO) {
      TlsFailure failure = TlsFailure.of(cause);
      fail(failure.reason(), failure.detail());
    } else {
      lose(EndReason.TUNNEL_LOST, ConnectionFault.detail(cause));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (state == State.HELLO) {
      fail(TunnelRefusal.REFUSED_BY_PEER, "the far side closed before its hello");
    } else {
      if (endedAndWritten() && goodbyeReceived) {
        // A dialing side closes one that is free: it has all that went aside, and its word of that
        // comes by another connection.
        sessionDone();
      }
      lose(EndReason.TUNNEL_LOST, why);
    }
  }

  // ---- how it ends ----

  /** The handshake's time is over: it is given up unless the hello has come. */
  void giveUpWithoutHello() {
    if (state == State.HELLO) {
      fail(TunnelRefusal.TIMEOUT, "no hello within " + timeouts.handshake().toSeconds() + " s");
    }
  }

  private void fail(TunnelRefusal reason, String detail) {
    state = State.CLOSED;
    channel().close();
    owner.notEstablished(reason, detail);
  }

  private void breakOff(ProtocolException violation) {
    if (state == State.CLOSED) {
      // What stood before it in the same read has ended the tunnel already.
      return;
    }
    String detail = "the far side broke the protocol: " + violation.getMessage();
    if (state == State.HELLO) {
      fail(TunnelRefusal.WRONG_PROTOCOL, detail);
      return;
    }
    if (isWritable()) {
      if (violation.inOpen() && !info.dialed()) {
        write(Frames.refuse(channel().alloc(), RefuseCode.PROTOCOL));
      }
      write(Frames.goodbye(channel().alloc(), GoodbyeCode.PROTOCOL));
      flush();
    }
    TunnelSession broken = session;
    session = null;
    why = detail;
    owner.violated(this, String.valueOf(violation.getMessage()));
    markClosed();
    channel().close();
    if (broken != null) {
      broken.lost(EndReason.PROTOCOL, detail);
    }
  }

  /** The connection is gone, or taken for gone, and the session with it for that reason. */
  void lose(EndReason reason, String detail) {
    if (state == State.CLOSED) {
      return;
    }
    TunnelSession broken = session;
    session = null;
    why = detail;
    markClosed(reason);
    resetConnection();
    if (broken != null) {
      broken.lost(reason, detail);
    }
  }

  private void markClosed() {
    markClosed(EndReason.TUNNEL_LOST);
  }

  private void markClosed(EndReason reason) {
    state = State.CLOSED;
    input.close();
    if (lane != null) {
      lane.close();
    }
    owner.closed(this, why);
    if (bundle != null) {
      bundle.close(reason, why);
    }
  }

  /** Past TLS, which would first send a close alert behind all that waits. */
  private void resetConnection() {
    if (channel().isOpen()) {
      SocketOptions.resetOnClose(channel());
      ChannelHandlerContext tls = TlsRecords.in(channel().pipeline());
      if (tls != null) {
        tls.close();
      } else {
        channel().close();
      }
    }
  }

  /** Closes it, if it takes no further session and nothing is under way on it. */
  void closeWhenFree() {
    if (!goodbyeSent && !goodbyeReceived) {
      return;
    }
    if (!isIdle()) {
      return;
    }
    if (info.dialed()) {
      if (!goodbyeSent) {
        sayGoodbye(GoodbyeCode.DRAINING);
      }
      if (bundle == null || goodbyeReceived) {
        leave();
      }
    } else if (goodbyeSent && !leaveDue) {
      // The dialing side closes; an open that is on its way to us is still answered.
      leaveDue = true;
      eventLoop()
          .schedule(
              () -> {
                leaveDue = false;
                if (isIdle()) {
                  leave();
                }
              },
              timeouts.goodbye().toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private boolean isIdle() {
    return state == State.FREE || (state == State.BUNDLE && bundle != null && bundle.isDone());
  }

  /**
   * Sends nothing more, and leaves it to the far side to close when it has read all. A close would
   * make the kernel answer whatever still comes, a ping of a far side that reads slowly, with a
   * reset that drops what is on its way.
   */
  private void leave() {
    markClosed();
    ChannelHandlerContext tls = TlsRecords.in(channel().pipeline());
    ChannelFuture last =
        tls == null ? context().writeAndFlush(Unpooled.EMPTY_BUFFER) : TlsRecords.closeOutput(tls);
    last.addListener(_ -> shutOutput());
    reading(true);
    closeWhenSilent();
  }

  private void shutOutput() {
    if (channel() instanceof DuplexChannel connection) {
      connection.shutdownOutput();
    } else {
      channel().close();
    }
  }

  private void closeWhenSilent() {
    if (exceeds(now() - heardNs, timeouts.silence())) {
      resetConnection();
    } else if (channel().isOpen()) {
      eventLoop().schedule(this::closeWhenSilent, 1, TimeUnit.SECONDS);
    }
  }

  // ---- small steps ----

  private void begin(State next) {
    state = next;
    // A free tunnel is not read while its answers wait, which must not keep this side from hearing
    // of the session.
    reading(true);
    endSent = null;
    endReceived = false;
    earlyBytes = 0;
  }

  private void endWritten(ChannelFuture written) {
    if (written.isSuccess()) {
      freeWhenEnded();
    } else {
      lose(EndReason.TUNNEL_LOST, ConnectionFault.detail(written.cause()));
    }
  }

  /**
   * Not before its own end is written, and what was sent aside is taken: until then the session is
   * not over, and can be broken.
   */
  void freeWhenEnded() {
    if (endedAndWritten() && (lane == null || lane.out().isSettled())) {
      sessionDone();
    }
  }

  /** Both have ended; this side's end may still be on its way. */
  private boolean bothEnded() {
    return state == State.SESSION && endSent != null && endReceived;
  }

  /** Both have ended, and this side's end is written. */
  private boolean endedAndWritten() {
    return bothEnded() && endSent != null && endSent.isSuccess();
  }

  private void sessionDone() {
    TunnelSession done = current();
    becomeFree();
    owner.free(this);
    closeWhenFree();
    done.done();
  }

  private void becomeFree() {
    session = null;
    state = State.FREE;
    freeSinceNs = now();
    if (lane != null) {
      lane.out().sessionOver();
    }
    reading(isWritable());
  }

  private TunnelSession current() {
    return Objects.requireNonNull(session, "a tunnel with a session");
  }

  private void write(ByteBuf frame) {
    write(frame, channel().voidPromise());
  }

  private void write(ByteBuf frame, ChannelPromise written) {
    sentNs = now();
    unflushed = true;
    context().write(frame, written);
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "used before it was added to its pipeline");
  }

  private Channel channel() {
    return context().channel();
  }

  /** As {@link System#nanoTime}. */
  long now() {
    return nanoTime.getAsLong();
  }
}
