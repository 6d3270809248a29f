package net.clusterlink.dataplane;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.clusterlink.api.ForbiddenTarget;

/**
 * Judges the address an export leads to, after its name was resolved: the gateway's own ports and
 * what is a {@link ForbiddenTarget} are never reached, whoever's name points there.
 */
final class TargetGuard implements AddressDialer.Guard {
  private final Supplier<List<InetSocketAddress>> own;

  /**
   * A guard of these ports.
   *
   * @param own where this gateway listens itself, now
   */
  TargetGuard(Supplier<List<InetSocketAddress>> own) {
    this.own = own;
  }

  @Override
  public Optional<String> apply(InetSocketAddress target) {
    Optional<String> forbidden = ForbiddenTarget.reason(target.getAddress());
    if (forbidden.isPresent()) {
      return forbidden;
    }
    for (InetSocketAddress listening : own.get()) {
      if (reaches(target, listening)) {
        return Optional.of("a port of this gateway itself is never a target for an export");
      }
    }
    return Optional.empty();
  }

  private static boolean reaches(InetSocketAddress target, InetSocketAddress listening) {
    return target.getPort() == listening.getPort()
        && (target.getAddress().equals(listening.getAddress())
            || (listening.getAddress().isAnyLocalAddress() && isLocal(target.getAddress())));
  }

  private static boolean isLocal(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      // Not to be told apart: refuse, as the port is the gateway's own.
      return true;
    }
  }
}
