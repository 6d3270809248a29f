package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * An address as connect(2) takes it: struct sockaddr_in of ip(7), struct sockaddr_in6 of ipv6(7).
 */
final class SocketAddressMemory {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int IPV4_PADDING = 8;

  private SocketAddressMemory() {}

  /** Direct memory, to be released when the kernel has read it. */
  static ByteBuf of(InetSocketAddress address, ByteBufAllocator allocator) {
    ByteBuf memory = allocator.directBuffer();
    if (address.getAddress() instanceof Inet6Address ipv6) {
      family(memory, AF_INET6);
      memory.writeShort(address.getPort());
      memory.writeInt(0);
      memory.writeBytes(ipv6.getAddress());
      inHostOrder(memory, ipv6.getScopeId());
    } else {
      family(memory, AF_INET);
      memory.writeShort(address.getPort());
      memory.writeBytes(address.getAddress().getAddress());
      memory.writeZero(IPV4_PADDING);
    }
    return memory;
  }

  private static void family(ByteBuf memory, int family) {
    if (isLittleEndian()) {
      memory.writeShortLE(family);
    } else {
      memory.writeShort(family);
    }
  }

  private static void inHostOrder(ByteBuf memory, int value) {
    if (isLittleEndian()) {
      memory.writeIntLE(value);
    } else {
      memory.writeInt(value);
    }
  }

  private static boolean isLittleEndian() {
    return ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN);
  }
}
