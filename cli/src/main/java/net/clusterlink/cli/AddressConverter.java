package net.clusterlink.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.clusterlink.api.IpLiteral;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 127.0.0.1:4443}, {@code [::1]:4443} or {@code localhost:4443}; port 0 for any. */
final class AddressConverter implements ITypeConverter<InetSocketAddress> {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");

  /** No name, and not left to a resolver that reads an address of fewer parts into it. */
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");

  @Override
  public InetSocketAddress convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not HOST:PORT; write 127.0.0.1:4443, or [::1]:4443 for IPv6");
    }
    int port = Integer.parseInt(form.group(3));
    if (port > 65535) {
      throw new TypeConversionException(
          "port " + port + " in '" + text + "' is not within 0–65535 (0 takes any free one)");
    }
    String host = form.group(1) != null ? form.group(1) : form.group(2);
    if (NUMERIC.matcher(host).matches() && IpLiteral.parse(host).isEmpty()) {
      throw new TypeConversionException(
          "'"
              + host
              + "' in '"
              + text
              + "' is not an IP address; write 127.0.0.1:4443, or [::1]:4443 for IPv6");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new TypeConversionException(
          "'" + host + "' in '" + text + "' is no address of this machine; give an IP address");
    }
  }
}
