package net.clusterlink.dataplane.uring;

import io.netty.channel.unix.Socket;
import java.net.Inet6Address;
import java.net.InetAddress;

/** A descriptor that is closed by the ring, behind all that was asked of it before. */
final class UringSocket extends Socket {

  UringSocket(int fd) {
    super(fd);
  }

  /** A new TCP socket, not blocking, of the family that reaches an address. */
  static UringSocket toReach(InetAddress address) {
    return new UringSocket(newSocketStream0(address instanceof Inet6Address));
  }

  /** A new TCP socket, not blocking, for addresses of both families where there is IPv6. */
  static UringSocket forBoth() {
    return new UringSocket(newSocketStream0());
  }

  /**
   * Says that no more will be asked of it, and that its number is about to be closed.
   *
   * @return whether nobody said so before
   */
  @Override
  protected boolean markClosed() {
    return super.markClosed();
  }
}
