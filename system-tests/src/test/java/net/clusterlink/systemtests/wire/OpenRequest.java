package net.clusterlink.systemtests.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an open asks for.
 *
 * @param session 32 hexadecimal digits
 * @param namespace of the export
 * @param name of the export
 * @param attributes the client's
 */
public record OpenRequest(
    String session, String namespace, String name, Map<String, String> attributes) {

  /** Reads an open. */
  public static OpenRequest of(Frame frame) throws IOException {
    if (frame.type() != Frame.OPEN) {
      throw new AssertionError("expected an open, but got a " + frame);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.payload()));
    String session = HexFormat.of().formatHex(in.readNBytes(16));
    return new OpenRequest(session, readString(in), readString(in), readPairs(in));
  }

  private static Map<String, String> readPairs(DataInputStream in) throws IOException {
    Map<String, String> pairs = new TreeMap<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      pairs.put(readString(in), readString(in));
    }
    return pairs;
  }

  private static String readString(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
  }
}
