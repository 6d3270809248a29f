package net.clusterlink.admin.check;

import java.util.List;

/** Says that the peers could not be looked at, or that there are none. */
record PeersUnseenCheck(Finding finding) implements Check {

  static PeersUnseenCheck because(String reason) {
    return new PeersUnseenCheck(
        Finding.warning(
            Finding.Group.PEERS,
            "all",
            "not looked at, because " + reason,
            "mend that first, then check again"));
  }

  static PeersUnseenCheck none() {
    return new PeersUnseenCheck(
        Finding.ok(
            Finding.Group.PEERS, "all", "none configured: this gateway serves others alone"));
  }

  @Override
  public Finding.Group group() {
    return finding.group();
  }

  @Override
  public String subject() {
    return finding.subject();
  }

  @Override
  public List<Finding> look() {
    return List.of(finding);
  }
}
