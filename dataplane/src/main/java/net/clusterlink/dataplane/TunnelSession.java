package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.RefuseCode;

/**
 * The session that a tunnel carries now, told of what the far side does. Called on the tunnel's
 * event loop. After {@link #refused}, {@link #aborted}, {@link #lost} or {@link #done}, the tunnel
 * is no longer the session's.
 */
interface TunnelSession {

  /** The far side accepted the open. */
  void accepted();

  /** The far side refused the open; it may be tried elsewhere. */
  void refused(RefuseCode code);

  /**
   * Bytes of the session.
   *
   * @param bytes the session's to release
   */
  void data(ByteBuf bytes);

  /** All that could be read now was read: a good time to flush. */
  void readComplete();

  /** The far side sends no more bytes. */
  void ended();

  /** The far side broke the session. */
  void aborted(AbortCode code);

  /**
   * The tunnel broke with the session on it.
   *
   * @param reason {@link EndReason#TUNNEL_LOST}, {@link EndReason#PROTOCOL} or {@link
   *     EndReason#REVOKED_BY_CERTIFICATE}
   */
  void lost(EndReason reason, String detail);

  /** The far side's end has come, and this side's has left the process. */
  void done();

  /** {@link Tunnel#isWritable()} changed. */
  void writabilityChanged();
}
