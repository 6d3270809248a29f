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
    if (port.taken().isEmpty()) {
      return List.of(
          Finding.failure(
              group(),
              subject(),
              "nobody listens there",
              "see the gateway's log for `import cannot listen`, and that it runs with this"
                  + " directory and this --import-address"));
    }
    int failed = (int) gateway.metric("clusterlink_imports_failed").orElse(0);
    return List.of(
        failed == 0
            ? Finding.ok(group(), subject(), "listening")
            : Finding.warning(
                group(),
                subject(),
                "somebody listens, but "
                    + failed
                    + " of the gateway's imports cannot: it may be another program",
                "`ss -ltnp 'sport = :"
                    + port.port()
                    + "'` names it; the gateway tries again until the port is free"));
  }
}
