package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What services do with a connection. */
public final class Scripts {
  private Scripts() {}

  /** Sends everything back and ends when the client has ended; tells how much it was. */
  public static TcpService.Script<Long> echo() {
    return socket -> {
      long bytes = socket.getInputStream().transferTo(socket.getOutputStream());
      socket.shutdownOutput();
      return bytes;
    };
  }

  /** Reads to the end, then ends. */
  public static TcpService.Script<Received> sink() {
    return socket -> {
      Received received = Received.readAll(socket.getInputStream());
      if (received.ending() == Received.Ending.CLEAN) {
        socket.shutdownOutput();
      }
      return received;
    };
  }

  /** Says a line first, reads to the end, ends. */
  public static TcpService.Script<Received> greet(String greeting) {
    return socket -> {
      socket.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
      return sink().talk(socket);
    };
  }

  /** Sends a payload and ends; reads to the end. */
  public static TcpService.Script<Received> source(Payload payload) {
    return socket -> {
      try {
        payload.writeTo(socket.getOutputStream());
        socket.shutdownOutput();
      } catch (IOException broken) {
        return new Received(0, "", Received.Ending.RESET);
      }
      return Received.readAll(socket.getInputStream());
    };
  }
}
