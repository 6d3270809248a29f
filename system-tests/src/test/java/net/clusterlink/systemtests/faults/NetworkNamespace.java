package net.clusterlink.systemtests.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import net.clusterlink.systemtests.stage.Installed;
import net.clusterlink.systemtests.stage.Program;

/**
 * A network of its own on this machine, with a loopback of its own and what connects it to others:
 * nothing that is broken in it is broken elsewhere. It goes with the tests' JVM at the latest.
 */
final class NetworkNamespace implements AutoCloseable {
  private static final String REMEDY =
      "; tests of a broken network make network namespaces: run them as root, on Linux";

  private final String name;
  private final Thread reaper;
  private final ExecutorService threads;

  private NetworkNamespace(String name) {
    this.name = name;
    this.reaper = new Thread(this::remove, "reaper");
    this.threads = Executors.newCachedThreadPool(inside());
  }

  /** A new one, whose name tells what it is for and whose it is. */
  static NetworkNamespace create(String purpose) {
    String name = "clusterlink-%d-%s".formatted(ProcessHandle.current().pid(), purpose);
    ip("netns", "add", name);
    NetworkNamespace namespace = new NetworkNamespace(name);
    Runtime.getRuntime().addShutdownHook(namespace.reaper);
    namespace.addLoopback();
    return namespace;
  }

  private void addLoopback() {
    ip("-n", name, "link", "set", "lo", "up");
  }

  private ThreadFactory inside() {
    ThreadFactory outside = Thread.ofPlatform().daemon().name(name).factory();
    return task ->
        outside.newThread(() -> {
          Kernel.enterNetwork(Path.of("/run/netns", name));
          task.run();
        });
  }

  /**
   * Lays a cable to another: both ends have an interface of the name.
   *
   * @param own this end's address and prefix
   * @param others the other end's
   */
  void connect(String cable, String own, NetworkNamespace other, String others) {
    ip(
        "link",
        "add",
        cable,
        "netns",
        name,
        "type",
        "veth",
        "peer",
        "name",
        cable,
        "netns",
        other.name);
    addAddress(cable, own);
    other.addAddress(cable, others);
    ip("-n", name, "link", "set", cable, "up");
    ip("-n", other.name, "link", "set", cable, "up");
  }

  void addAddress(String cable, String address) {
    ip("-n", name, "address", "add", address, "dev", cable);
  }

  void removeAddress(String cable, String address) {
    ip("-n", name, "address", "del", address, "dev", cable);
  }

  /** Drops whatever arrives over a cable, without a word. */
  void dropAllFrom(String cable) {
    nft("add", "table", "inet", "cut");
    nft("add", "chain", "inet", "cut", "in", "{ type filter hook input priority 0; }");
    nft("add", "rule", "inet", "cut", "in", "iifname", cable, "drop");
  }

  /** Drops nothing any more. */
  void dropNothing() {
    nft("delete", "table", "inet", "cut");
  }

  /** A command as it is run inside. */
  List<String> command(List<String> command) {
    List<String> line = new ArrayList<>(List.of(ip(), "netns", "exec", name));
    line.addAll(command);
    return line;
  }

  /** A command as it is run inside, with resolver settings of its own. */
  List<String> command(Path resolvConf, List<String> command) {
    List<String> line =
        command(
            List.of(
                "sh",
                "-c",
                "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"",
                resolvConf.toString()));
    line.addAll(command);
    return line;
  }

  /** Does something inside, on a thread of its own. */
  <T> T call(Callable<T> task) throws IOException {
    try {
      return threads.submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new AssertionError("inside " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** It goes when the last process inside has ended. */
  @Override
  public void close() {
    threads.shutdownNow();
    remove();
    Runtime.getRuntime().removeShutdownHook(reaper);
  }

  private void remove() {
    Program.run(Path.of("."), List.of(ip(), "netns", "delete", name));
  }

  private void nft(String... arguments) {
    List<String> line = new ArrayList<>(List.of(Installed.program("nft", "nftables")));
    line.addAll(List.of(arguments));
    run(command(line));
  }

  private static void ip(String... arguments) {
    List<String> line = new ArrayList<>(List.of(ip()));
    line.addAll(List.of(arguments));
    run(line);
  }

  private static String ip() {
    return Installed.program("ip", "iproute2");
  }

  private static void run(List<String> command) {
    Program.Result result = Program.run(Path.of("."), command);
    if (result.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + result.output().strip() + REMEDY);
    }
  }
}
