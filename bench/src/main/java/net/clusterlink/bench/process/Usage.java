package net.clusterlink.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.clusterlink.bench.BenchException;

/** What processes and their children have used, see proc(5). */
public final class Usage {
  /** The kernel tells times to user space in hundredths of a second (USER_HZ), on every machine. */
  private static final double TICKS_PER_SECOND = 100;

  /**
   * Fields of {@code /proc/<pid>/stat} behind the name: utime, stime and those of ended children.
   */
  private static final List<Integer> TIMES = List.of(11, 12, 13, 14);

  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  private static final String RESIDENT = "VmRSS:";

  private Usage() {}

  /** Seconds of processor time, user and system, children included. */
  public static double cpuSeconds(List<ProcessHandle> processes) {
    return family(processes).mapToLong(Usage::ticks).sum() / TICKS_PER_SECOND;
  }

  /** Bytes of memory that are resident, children included. */
  public static long residentBytes(List<ProcessHandle> processes) {
    return family(processes).mapToLong(Usage::resident).sum();
  }

  /** How many sockets listen, children's included. */
  public static int listeningSockets(List<ProcessHandle> processes) {
    Set<String> listening = Ports.listeningInodes();
    return Math.toIntExact(
        family(processes)
            .flatMap(Usage::socketInodes)
            .distinct()
            .filter(listening::contains)
            .count());
  }

  private static Stream<String> socketInodes(ProcessHandle process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (Stream<Path> descriptors = Files.list(folder)) {
      return descriptors.map(Usage::socketInode).flatMap(Optional::stream).toList().stream();
    } catch (IOException e) {
      throw new BenchException("a process is gone: cannot read " + folder, e);
    }
  }

  private static Optional<String> socketInode(Path descriptor) {
    try {
      Matcher socket = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
      return socket.matches() ? Optional.of(socket.group(1)) : Optional.empty();
    } catch (IOException closed) {
      // Between the list and the look.
      return Optional.empty();
    }
  }

  private static Stream<ProcessHandle> family(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()));
  }

  private static long ticks(ProcessHandle process) {
    String stat = read(process, "stat");
    // The name stands in parentheses and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return TIMES.stream().mapToLong(field -> Long.parseLong(fields[field])).sum();
  }

  private static long resident(ProcessHandle process) {
    return read(process, "status")
        .lines()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  private static String read(ProcessHandle process, String file) {
    Path path = Path.of("/proc", Long.toString(process.pid()), file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new BenchException("a process is gone: cannot read " + path, e);
    }
  }
}
