package net.clusterlink.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where an admin server is: {@code 127.0.0.1:9443}, or {@code http://127.0.0.1:9443}. */
final class AdminAddressConverter implements ITypeConverter<InetSocketAddress> {
  private static final String SCHEME = "http://";

  @Override
  public InetSocketAddress convert(String text) {
    String address = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    InetSocketAddress admin =
        new AddressConverter()
            .convert(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
    if (admin.getPort() == 0) {
      throw new TypeConversionException(
          "'" + text + "' names no port to ask at; give the one that the gateway announced");
    }
    return admin;
  }
}
