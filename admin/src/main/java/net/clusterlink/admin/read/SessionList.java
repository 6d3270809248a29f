package net.clusterlink.admin.read;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.clusterlink.admin.view.SessionView;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.SessionInfo;
import net.clusterlink.policy.Decision;

/** The live sessions, the latest first. */
final class SessionList {
  private SessionList() {}

  static Endpoint endpoint(GatewayState state, InstantSource clock) {
    return ListEndpoint.of(() -> views(state, clock.instant()))
        .byNamespace(SessionList::isIn)
        .byName((session, path) -> path.equals(List.of(session.id())));
  }

  private static Stream<SessionView> views(GatewayState state, Instant now) {
    return state.sessions().stream()
        .sorted(
            Comparator.comparing(SessionInfo::begun)
                .reversed()
                .thenComparing(SessionInfo::id)
                .thenComparing(SessionInfo::side))
        .map(session -> view(session, now));
  }

  private static boolean isIn(SessionView session, String namespace) {
    return session
        .imported()
        .or(session::export)
        .filter(name -> name.startsWith(namespace + "/"))
        .isPresent();
  }

  private static SessionView view(SessionInfo session, Instant now) {
    return new SessionView(
        session.id(),
        session.side().toString(),
        session.open() ? "open" : "opening",
        session.imported().map(ResourceName::toString),
        session.export().map(ResourceName::toString),
        session.peer(),
        Addresses.shown(session.client()),
        session.attributes(),
        session.decision().map(SessionList::verdict),
        session.decision().map(Decision::reason),
        session.begun(),
        Age.seconds(session.begun(), now),
        session.bytesToService(),
        session.bytesToClient());
  }

  private static String verdict(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> "allow";
      case Decision.Deny _ -> "deny";
    };
  }
}
