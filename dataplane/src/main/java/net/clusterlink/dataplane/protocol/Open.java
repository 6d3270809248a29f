package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import net.clusterlink.api.NameRule;
import net.clusterlink.api.ResourceName;

/**
 * The wish to carry a session.
 *
 * @param export the export it should go to
 * @param attributes the client's, as the far side claims them
 */
public record Open(SessionId session, ResourceName export, Map<String, String> attributes) {
  public static final int MAX_ATTRIBUTES = 64;
  private static final int MAX_NAMESPACE = 63;
  private static final int MAX_NAME = 253;
  private static final int MAX_KEY = 512;
  private static final int MAX_VALUE = 253;

  public Open {
    attributes = Map.copyOf(attributes);
  }

  void write(ByteBuf out) {
    out.writeLong(session.high());
    out.writeLong(session.low());
    PairList.writeString(out, export.namespace());
    PairList.writeString(out, export.name());
    PairList.write(out, attributes);
  }

  /**
   * Reads an open's payload.
   *
   * @throws ProtocolException when it is malformed; {@link ProtocolException#inOpen()} holds
   */
  public static Open read(ByteBuf in) throws ProtocolException {
    if (in.readableBytes() < 16) {
      throw ProtocolException.inOpen("an open that ends too early");
    }
    var session = new SessionId(in.readLong(), in.readLong());
    try {
      var export =
          new ResourceName(
              readName(in, MAX_NAMESPACE, NameRule.DNS_LABEL, "an export namespace"),
              readName(in, MAX_NAME, NameRule.DNS_SUBDOMAIN, "an export name"));
      return new Open(session, export, PairList.read(in, MAX_ATTRIBUTES, MAX_KEY, MAX_VALUE));
    } catch (ProtocolException e) {
      throw ProtocolException.inOpen("open " + session + ": " + e.getMessage());
    }
  }

  private static String readName(ByteBuf in, int max, NameRule rule, String what)
      throws ProtocolException {
    String name = PairList.readString(in, 1, max, what);
    if (!rule.allows(name)) {
      throw new ProtocolException(what + " that is no " + rule.title());
    }
    return name;
  }
}
