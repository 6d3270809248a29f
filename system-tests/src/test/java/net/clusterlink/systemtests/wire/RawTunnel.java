package net.clusterlink.systemtests.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One tunnel, spoken by hand. It answers pings when it reads, and nothing else by itself. */
public final class RawTunnel implements AutoCloseable {
  public static final String PROTOCOL = "clusterlink/2";
  private static final int READ_LIMIT_MS = 30_000;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(12);

  private final Socket tcp;
  private final SSLSocket tls;
  private final DataInputStream in;
  private final OutputStream out;

  /**
   * What a dialing side does differently.
   *
   * @param version of TLS
   * @param protocols for ALPN; none leaves the extension out
   */
  public record Manners(String version, List<String> protocols) {
    public static final Manners GOOD = new Manners("TLSv1.3", List.of(PROTOCOL));
  }

  private RawTunnel(Socket tcp, SSLSocket tls) throws IOException {
    this.tcp = tcp;
    this.tls = tls;
    this.in = new DataInputStream(tls.getInputStream());
    this.out = tls.getOutputStream();
  }

  /** Dials a gateway; TLS is done, as far as this side can tell, and nothing is said yet. */
  public static RawTunnel dial(InetSocketAddress gateway, String peer, Optional<Identity> identity)
      throws IOException {
    return dial(gateway, peer, identity, Manners.GOOD);
  }

  /** Dials a gateway with manners of one's own. */
  public static RawTunnel dial(
      InetSocketAddress gateway, String peer, Optional<Identity> identity, Manners manners)
      throws IOException {
    Socket tcp = new Socket();
    try {
      tcp.setTcpNoDelay(true);
      tcp.setSoTimeout(READ_LIMIT_MS);
      tcp.connect(gateway, 5_000);
      SSLSocket tls =
          (SSLSocket)
              Tls.context(identity)
                  .getSocketFactory()
                  .createSocket(tcp, gateway.getHostString(), gateway.getPort(), true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(peer)));
      parameters.setProtocols(new String[] {manners.version()});
      parameters.setApplicationProtocols(manners.protocols().toArray(String[]::new));
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return new RawTunnel(tcp, tls);
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  /** Dials with good manners and exchanges hellos. */
  public static RawTunnel establish(InetSocketAddress gateway, String peer, Identity identity)
      throws IOException {
    RawTunnel tunnel = dial(gateway, peer, Optional.of(identity));
    tunnel.exchangeHellos(Map.of());
    return tunnel;
  }

  /** Takes a connection as a gateway would; TLS is done, and nothing is said yet. */
  static RawTunnel accept(Socket tcp, Identity identity, Manners manners) throws IOException {
    tcp.setTcpNoDelay(true);
    tcp.setSoTimeout(READ_LIMIT_MS);
    SSLSocket tls =
        (SSLSocket)
            Tls.context(Optional.of(identity)).getSocketFactory().createSocket(tcp, null, true);
    tls.setUseClientMode(false);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setNeedClientAuth(true);
    parameters.setProtocols(new String[] {manners.version()});
    parameters.setApplicationProtocols(manners.protocols().toArray(String[]::new));
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return new RawTunnel(tcp, tls);
  }

  /** The certificate that the far side showed. */
  public X509Certificate farCertificate() throws IOException {
    return (X509Certificate) tls.getSession().getPeerCertificates()[0];
  }

  /** Says hello and awaits the far one. */
  public void exchangeHellos(Map<String, String> labels) throws IOException {
    send(Frame.hello(labels));
    Frame hello = next();
    if (hello.type() != Frame.HELLO) {
      throw new AssertionError("expected a hello, but got a " + hello);
    }
  }

  /** Sends frames in one write. */
  public void send(Frame... frames) throws IOException {
    List<byte[]> encoded = new ArrayList<>();
    int size = 0;
    for (Frame frame : frames) {
      encoded.add(frame.encoded());
      size += encoded.getLast().length;
    }
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] part : encoded) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    out.write(all);
    out.flush();
  }

  /** The next frame that is no ping; pings are answered. */
  public Frame next() throws IOException {
    while (true) {
      Optional<Frame> frame = nextOrPing();
      if (frame.isPresent()) {
        return frame.get();
      }
    }
  }

  private Optional<Frame> nextOrPing() throws IOException {
    Frame frame = Frame.read(in);
    return switch (frame.type()) {
      case Frame.PING -> {
        send(Frame.of(Frame.PONG, frame.payload()));
        yield Optional.empty();
      }
      case Frame.PONG -> Optional.empty();
      default -> Optional.of(frame);
    };
  }

  /** The next frame, whatever it is; nothing is answered. */
  public Frame nextOfAll() throws IOException {
    return Frame.read(in);
  }

  /** All frames until the far side closes or resets the connection, which it must do soon. */
  public List<Frame> untilClosed() throws IOException {
    return untilClosed(CLOSE_LIMIT);
  }

  /** All frames until the far side closes or resets the connection; pings are answered. */
  public List<Frame> untilClosed(Duration limit) throws IOException {
    return untilClosed(limit, this::nextOrPing);
  }

  /** All frames until the far side closes or resets the connection; nothing is answered. */
  public List<Frame> readOnlyUntilClosed(Duration limit) throws IOException {
    return untilClosed(limit, () -> Optional.of(nextOfAll()));
  }

  @FunctionalInterface
  private interface Reading {
    Optional<Frame> next() throws IOException;
  }

  private static List<Frame> untilClosed(Duration limit, Reading reading) throws IOException {
    List<Frame> frames = new ArrayList<>();
    long deadlineNs = System.nanoTime() + limit.toNanos();
    try {
      while (System.nanoTime() < deadlineNs) {
        reading.next().ifPresent(frames::add);
      }
    } catch (EOFException | SocketException | SSLException closed) {
      return frames;
    }
    throw new AssertionError("still open after " + limit + "; it sent " + frames);
  }

  /** All frames but pings until nothing comes for a time. */
  public List<Frame> allUntilSilentFor(Duration time) throws IOException {
    List<Frame> frames = new ArrayList<>();
    tcp.setSoTimeout(Math.toIntExact(time.toMillis()));
    try {
      while (true) {
        frames.add(next());
      }
    } catch (SocketTimeoutException silent) {
      tcp.setSoTimeout(READ_LIMIT_MS);
      return frames;
    }
  }

  /** Breaks the connection. */
  public void reset() throws IOException {
    tcp.setSoLinger(true, 0);
    tcp.close();
  }

  /** Closes without a word. */
  @Override
  public void close() throws IOException {
    tls.close();
    tcp.close();
  }
}
