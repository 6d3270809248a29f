package net.clusterlink.cli;

import java.net.InetAddress;
import net.clusterlink.api.IpLiteral;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An IP address; names are not looked up. */
final class IpAddressConverter implements ITypeConverter<InetAddress> {

  @Override
  public InetAddress convert(String text) {
    return IpLiteral.parse(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is not an IP address; write 127.0.0.1, or ::1 for IPv6"));
  }
}
