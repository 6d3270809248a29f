package net.clusterlink.admin.check;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether enough files and connections may be open at once: the running gateway's limit, else the
 * one that a gateway started from here would have. The JVM raises its own to the hard limit, so
 * that is the one that counts.
 */
final class DescriptorsCheck implements Check {
  /** 10,000 sessions of two descriptors, 12,000 tunnels, and room. */
  private static final long ADVISED = 65_536;

  private static final long NEEDED = 1_024;
  private static final double BUSY = 0.8;
  private static final String REMEDY =
      "allow 65536: LimitNOFILE=65536 in the unit, or `ulimit -Hn 65536` before the start";

  private final RunningGateway gateway;

  DescriptorsCheck(RunningGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.DESCRIPTORS;
  }

  @Override
  public String subject() {
    return "limit";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    if (gateway instanceof RunningGateway.Answering answering) {
      answering
          .metric("process_files_max_files")
          .ifPresent(max ->
              findings.addAll(
                  findings(
                      "of the running gateway",
                      (long) max,
                      (long) answering.metric("process_files_open_files").orElse(0))));
    }
    if (findings.isEmpty()
        && ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
      findings.addAll(
          findings("here", os.getMaxFileDescriptorCount(), os.getOpenFileDescriptorCount()));
    }
    return findings;
  }

  private List<Finding> findings(String whose, long max, long open) {
    List<Finding> findings = new ArrayList<>();
    String limit = "the limit " + whose;
    if (max < NEEDED) {
      findings.add(
          Finding.failure(group(), limit, max + ", too few for a gateway with any load", REMEDY));
    } else if (max < ADVISED) {
      findings.add(Finding.warning(group(), limit, max + ", too few for 10000 sessions", REMEDY));
    } else {
      findings.add(Finding.ok(group(), limit, max + ", " + open + " in use"));
    }
    if (open > max * BUSY) {
      findings.add(
          Finding.warning(
              group(),
              "in use " + whose,
              open + " of " + max,
              "raise the limit before they are all used; " + REMEDY));
    }
    return findings;
  }
}
