package net.clusterlink.admin.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.Import;

/** Whether an import wants a port that the gateway itself listens on. */
final class PortClaimsCheck implements Check {
  private final Map<String, LocalPort> own;
  private final List<Import> imports;
  private final InetAddress importAddress;

  /**
   * A check of all imports.
   *
   * @param own the gateway's ports by the option that chooses each
   */
  PortClaimsCheck(Map<String, LocalPort> own, List<Import> imports, InetAddress importAddress) {
    this.own = own;
    this.imports = List.copyOf(imports);
    this.importAddress = importAddress;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.PORTS;
  }

  @Override
  public String subject() {
    return "claims";
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Import imported : imports) {
      var wanted = new LocalPort(importAddress, imported.listenPort());
      own.forEach((option, port) -> {
        if (wanted.overlaps(port)) {
          findings.add(
              Finding.failure(
                  group(),
                  "import " + imported.name(),
                  "wants port " + wanted.port() + ", which is the gateway's own (" + option + ")",
                  "set spec.targetPort of the import to another port, or change " + option));
        }
      });
    }
    return findings;
  }
}
