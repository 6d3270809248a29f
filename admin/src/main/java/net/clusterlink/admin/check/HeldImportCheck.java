package net.clusterlink.admin.check;

import java.util.List;
import net.clusterlink.api.Import;

/** Whether a running gateway listens for the clients of an import. */
final class HeldImportCheck implements Check {
  private final Import imported;
  private final LocalPort port;
  private final RunningGateway.Answering gateway;

  HeldImportCheck(Import imported, LocalPort port, RunningGateway.Answering gateway) {
    this.imported = imported;
    this.port = port;
    this.gateway = gateway;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.PORTS;
  }

  @Override
  public String subject() {
    return port + " for import " + imported.name();
  }

  @Override
  public List<Finding> look() {
    return List.of(gateway.inForce().map(this::told).orElseGet(this::guessed));
  }

  private Finding told(InForce inForce) {
    if (inForce.listening().containsKey(imported.name())) {
      return Finding.ok(group(), subject(), "listening");
    }
    return port.taken()
        .map(why -> Finding.failure(group(), subject(), why + ": another program has it", remedy()))
        .orElseGet(this::nobody);
  }

  /** By the port and by how many imports cannot listen: the gateway does not tell of each. */
  private Finding guessed() {
    if (port.taken().isEmpty()) {
      return nobody();
    }
    int failed = (int) gateway.metric("clusterlink_imports_failed").orElse(0);
    return failed == 0
        ? Finding.ok(group(), subject(), "listening")
        : Finding.warning(
            group(),
            subject(),
            "somebody listens, but "
                + failed
                + " of the gateway's imports cannot: it may be another program",
            remedy());
  }

  private Finding nobody() {
    return Finding.failure(
        group(),
        subject(),
        "nobody listens there",
        "see the gateway's log for `import cannot listen`, and that it runs with this directory"
            + " and this --import-address");
  }

  private String remedy() {
    return "`ss -ltnp 'sport = :"
        + port.port()
        + "'` names it: end it, or set spec.targetPort; the gateway tries again until the port is"
        + " free";
  }
}
