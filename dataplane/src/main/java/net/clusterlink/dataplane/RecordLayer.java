package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * BoringSSL's state of one connection whose handshake is over: seals bytes into records and opens
 * records, many for each call (RFC 8446, section 5).
 *
 * <p>The state belongs to the engine of the handshake, which is kept until {@link #release};
 * nothing may be asked of that engine from now on, since the library talks to another buffer.
 */
final class RecordLayer {
  /** The most bytes in a record: RFC 8446, section 5.1. */
  static final int RECORD = 16_384;

  /**
   * Room for what the library wants to send by itself: an alert, the answer to an update of the
   * key, each a record of some 30 bytes. Held as long as the connection is.
   */
  private static final int UNASKED = 256;

  private final ReferenceCountedOpenSslEngine engine;
  private final long ssl;
  private final long bio;
  private final int overhead;
  private boolean released;

  RecordLayer(ReferenceCountedOpenSslEngine engine) {
    this.engine = engine;
    this.ssl = engine.sslPointer();
    this.overhead = SSL.getMaxWrapOverhead(ssl);
    this.bio = SSL.bioNewByteBuffer(ssl, UNASKED);
    engine.retain();
  }

  /**
   * Lets a connection whose handshake is still to be made send no session tickets. For TLS 1.3
   * Netty's engine has turned on what its context has off, by which the accepting side sends two of
   * 1 KB each.
   */
  static void sendNoTickets(ReferenceCountedOpenSslEngine engine) {
    SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
  }

  /** Gives the state back; nothing may be called afterwards. */
  void release() {
    released = true;
    engine.release();
  }

  /** The library would use memory that is not its own any more. */
  private void requireState() {
    if (released) {
      throw new IllegalStateException("the TLS state of this connection was given back");
    }
  }

  /**
   * The records of the next bytes of a buffer, which are skipped there.
   *
   * @throws SSLException when the library cannot seal them
   */
  ByteBuf seal(ByteBufAllocator allocator, ByteBuf bytes, int length) throws SSLException {
    requireState();
    ByteBuf direct = direct(allocator, bytes, length);
    try {
      ByteBuf sealed = seal(allocator, address(direct) + direct.readerIndex(), length);
      bytes.skipBytes(length);
      return sealed;
    } finally {
      direct.release();
    }
  }

  private ByteBuf seal(ByteBufAllocator allocator, long from, int length) throws SSLException {
    int records = (length + RECORD - 1) / RECORD;
    ByteBuf out = allocator.directBuffer(length + records * overhead);
    boolean sealed = false;
    try {
      room(out);
      int count = 0;
      while (count < length) {
        int written = SSL.writeToSSL(ssl, from + count, Math.min(length - count, RECORD));
        if (written > 0) {
          count += written;
          continue;
        }
        int status = SSL.getError(ssl, written);
        if (status != SSL.SSL_ERROR_WANT_WRITE) {
          throw fault(status);
        }
        // The library sends something of its own first, as the answer to an update of the key.
        took(out);
        out.capacity(out.capacity() + UNASKED);
        room(out);
      }
      took(out);
      sealed = true;
      return out;
    } finally {
      if (!sealed) {
        SSL.bioClearByteBuffer(bio);
        out.release();
      }
    }
  }

  /**
   * Opens what is complete; the library keeps the beginning of a record that is not.
   *
   * @param bytes read to their end, not released
   * @param opened where the bytes of the records go, also of those before one that is not sound
   * @return whether the far side has said that nothing more comes
   * @throws SSLException when a record is not sound, or the far side sent an alert
   */
  boolean open(ByteBufAllocator allocator, ByteBuf bytes, List<ByteBuf> opened)
      throws SSLException {
    requireState();
    int length = bytes.readableBytes();
    if (length == 0) {
      return false;
    }
    ByteBuf direct = direct(allocator, bytes, length);
    try {
      return open(allocator, address(direct) + direct.readerIndex(), length, opened);
    } finally {
      direct.release();
    }
  }

  private boolean open(ByteBufAllocator allocator, long from, int length, List<ByteBuf> opened)
      throws SSLException {
    ByteBuf out = allocator.directBuffer(length);
    try {
      SSL.bioSetByteBuffer(bio, from, length, false);
      while (true) {
        if (!out.isWritable()) {
          ByteBuf next = allocator.directBuffer(RECORD);
          opened.add(out);
          out = next;
        }
        int read = SSL.readFromSSL(ssl, address(out) + out.writerIndex(), out.writableBytes());
        if (read > 0) {
          out.writerIndex(out.writerIndex() + read);
          continue;
        }
        int status = SSL.getError(ssl, read);
        if (status == SSL.SSL_ERROR_WANT_READ) {
          return false;
        }
        if (status == SSL.SSL_ERROR_ZERO_RETURN) {
          return true;
        }
        throw fault(status);
      }
    } finally {
      SSL.bioClearByteBuffer(bio);
      if (out.isReadable()) {
        opened.add(out);
      } else {
        out.release();
      }
    }
  }

  /** How much the library wants to send by itself, before anything that is sealed from now on. */
  int unasked() {
    requireState();
    return SSL.bioLengthNonApplication(bio);
  }

  /** What the library wants to send by itself. */
  ByteBuf takeUnasked(ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(unasked());
    room(out);
    SSL.bioFlushByteBuffer(bio);
    took(out);
    return out;
  }

  /** The alert that says that nothing more comes; nothing may be sealed behind it. */
  ByteBuf closeAlert(ByteBufAllocator allocator) {
    requireState();
    ByteBuf out = allocator.directBuffer(overhead + UNASKED);
    room(out);
    SSL.shutdownSSL(ssl);
    took(out);
    SSL.clearError();
    return out;
  }

  /** What the library sends goes behind what the buffer has. */
  private void room(ByteBuf out) {
    SSL.bioSetByteBuffer(bio, address(out) + out.writerIndex(), out.writableBytes(), true);
  }

  /** The library has sent into it. */
  private void took(ByteBuf out) {
    out.writerIndex(out.capacity() - SSL.bioLengthByteBuffer(bio));
    SSL.bioClearByteBuffer(bio);
  }

  private static SSLException fault(int status) {
    int number = SSL.getLastErrorNumber();
    SSL.clearError();
    return new SSLException(
        number == 0 ? "TLS failed with status " + status : SSL.getErrorString(number));
  }

  /** The same bytes where the library can read them, themselves or a copy; to be released. */
  private static ByteBuf direct(ByteBufAllocator allocator, ByteBuf bytes, int length) {
    return bytes.hasMemoryAddress()
        ? bytes.retain()
        : allocator.directBuffer(length).writeBytes(bytes, bytes.readerIndex(), length);
  }

  private static long address(ByteBuf direct) {
    if (direct.hasMemoryAddress()) {
      return direct.memoryAddress();
    }
    ByteBuffer memory = direct.internalNioBuffer(0, direct.capacity());
    return Buffer.address(memory) + memory.position();
  }
}
