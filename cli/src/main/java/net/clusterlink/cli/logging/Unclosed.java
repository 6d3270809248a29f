package net.clusterlink.cli.logging;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that outlives who writes to it. */
final class Unclosed extends FilterOutputStream {
  Unclosed(OutputStream stream) {
    super(stream);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
