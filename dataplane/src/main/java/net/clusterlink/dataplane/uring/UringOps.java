package net.clusterlink.dataplane.uring;

import io.netty.channel.uring.IoUringIoOps;

/**
 * What is asked of the kernel (io_uring_enter(2)); the numbers are those of linux/io_uring.h and
 * poll(2).
 */
final class UringOps {
  static final byte POLL_ADD = 6;
  static final byte ACCEPT = 13;
  static final byte ASYNC_CANCEL = 14;
  static final byte CONNECT = 16;
  static final byte CLOSE = 19;
  static final byte SEND = 26;
  static final byte RECV = 27;

  /** More answers to the same request will come. */
  static final int MORE = 1 << 1;

  /** After what was received there is more, or the end. */
  static final int SOCKET_NOT_EMPTY = 1 << 2;

  /** Answers that are errors (errno(3)), negative as the kernel gives them. */
  static final int EINTR = -4;

  static final int EAGAIN = -11;
  static final int ECONNABORTED = -103;
  static final int EALREADY = -114;
  static final int EINPROGRESS = -115;
  static final int ECANCELED = -125;

  static final int POLLIN = 1;
  static final int POLLOUT = 4;

  private static final short ACCEPT_MULTISHOT = 1;
  private static final short POLL_FIRST = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;

  private UringOps() {}

  /** One answer when any of these events, an error or a hang-up is there. */
  static IoUringIoOps poll(int fd, int events) {
    return ops(POLL_ADD, (short) 0, fd, 0, 0, 0, events, events);
  }

  /**
   * One answer when something was received, or the end, or an error.
   *
   * @param later whether it is not likely to be there yet: the kernel waits before it looks
   */
  static IoUringIoOps receive(int fd, long address, int length, boolean later) {
    return ops(RECV, later ? POLL_FIRST : 0, fd, 0, address, length, 0, 0);
  }

  /** One answer, before the kernel turns to others: how much it took, which may be nothing. */
  static IoUringIoOps send(int fd, long address, int length) {
    return ops(SEND, (short) 0, fd, 0, address, length, MSG_DONTWAIT | MSG_NOSIGNAL, 0);
  }

  static IoUringIoOps connect(int fd, long address, int length) {
    return ops(CONNECT, (short) 0, fd, length, address, 0, 0, 0);
  }

  /** An answer for each connection, until one is an error. */
  static IoUringIoOps accept(int fd) {
    return ops(ACCEPT, ACCEPT_MULTISHOT, fd, 0, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  }

  /** Takes a request back, which is answered all the same. */
  static IoUringIoOps cancel(long request) {
    return ops(ASYNC_CANCEL, (short) 0, -1, 0, request, 0, 0, 0);
  }

  static IoUringIoOps close(int fd) {
    return ops(CLOSE, (short) 0, fd, 0, 0, 0, 0, 0);
  }

  private static IoUringIoOps ops(
      byte opcode,
      short priority,
      int fd,
      long offset,
      long address,
      int length,
      int flags,
      long data) {
    return new IoUringIoOps(
        opcode, (byte) 0, priority, fd, offset, address, length, flags, data, (short) 0, (short) 0,
        0, 0);
  }
}
