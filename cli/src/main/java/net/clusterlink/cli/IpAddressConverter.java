package net.clusterlink.cli;

import java.net.InetAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An IP address; names are not looked up. */
final class IpAddressConverter implements ITypeConverter<InetAddress> {

  @Override
  public InetAddress convert(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + text + "' is not an IP address; write 127.0.0.1, or ::1 for IPv6");
    }
  }
}
