package net.clusterlink.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own with a service and many clients that do nothing: prints the service's port,
 * reads the port that clients use, opens them all, says so, and waits for the end of its input.
 */
public final class Crowd {
  static final String OPEN = "open";

  private Crowd() {}

  /** The only argument is how many. */
  public static void main(String... args) throws IOException {
    int size = Integer.parseInt(args[0]);
    Echo echo = Echo.start();
    System.out.println(echo.port());
    int port = Integer.parseInt(readLine());
    List<Socket> clients = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
      Echo.ask(client);
      clients.add(client);
    }
    System.out.println(OPEN);
    readLine();
    for (Socket client : clients) {
      client.close();
    }
    System.exit(0);
  }

  private static String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}
