package net.clusterlink.admin.check;

import java.util.List;

/** Whether a gateway that starts now could have a port. */
final class FreePortCheck implements Check {
  private final String purpose;
  private final LocalPort port;
  private final String option;

  /**
   * A check of one port.
   *
   * @param purpose whom it serves
   * @param option how another one is chosen
   */
  FreePortCheck(String purpose, LocalPort port, String option) {
    this.purpose = purpose;
    this.port = port;
    this.option = option;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.PORTS;
  }

  @Override
  public String subject() {
    return port + " for " + purpose;
  }

  @Override
  public List<Finding> look() {
    return List.of(
        port.taken()
            .map(why -> Finding.failure(group(), subject(), why, remedy(why)))
            .orElseGet(() -> Finding.ok(group(), subject(), "free")));
  }

  private String remedy(String why) {
    if (why.contains("in use")) {
      return "end the program that listens there (`ss -ltnp 'sport = :"
          + port.port()
          + "'` names it), or "
          + option;
    }
    if (why.contains("ermission")) {
      return "ports below 1024 need the capability CAP_NET_BIND_SERVICE; give it, or " + option;
    }
    return "use an address that this machine has (`ip address` lists them), or " + option;
  }
}
