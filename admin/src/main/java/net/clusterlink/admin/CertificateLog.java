package net.clusterlink.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.clusterlink.fabric.PeerCredentials;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs what becomes of the certificates: each change, and once a day what ends soon or has ended.
 * One thread, that of the watch.
 */
public final class CertificateLog {
  static final String NEW_AUTHORITY =
      "create a new fabric and go over to it, as docs/certificates.md says";

  private static final Duration PEER_NOTICE = Duration.ofDays(30);
  private static final Duration AUTHORITY_NOTICE = Duration.ofDays(60);
  private static final Duration BETWEEN_REMINDERS = Duration.ofDays(1);

  private final Logger log;
  private final InstantSource clock;
  private Instant reminded = Instant.EPOCH;
  private List<Topic> topics = List.of();

  /** What there is to be reminded of; another topic does not wait for the next day. */
  private enum Topic {
    PEER_ENDS,
    PEER_ENDED,
    AUTHORITY_ENDS,
    AUTHORITY_ENDED,
    LIST_IS_OLD
  }

  private record Reminder(Topic topic, LogLine line, String message) {}

  /**
   * Logs to a logger, which must not block.
   *
   * @param clock tells what has ended
   */
  public CertificateLog(Logger log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  static String renewal(String peer) {
    return "issue another with `clusterlink create peer-cert --name "
        + peer
        + " --renew` and copy it here";
  }

  void taken(PeerCredentials credentials, Optional<Instant> authorityExpiry) {
    new LogLine(log, Level.INFO)
        .with("peer", credentials.peer())
        .with("expires", credentials.expiry())
        .with("authority-expires", authorityExpiry)
        .with("authorities", credentials.authorities().size())
        .with("revoked", credentials.revoked())
        .with(
            "detail",
            authorityExpiry.isPresent()
                ? Optional.empty()
                : Optional.of("none of these authorities has issued the certificate in force"))
        .write("certificates taken up");
  }

  void refused(String message) {
    new LogLine(log, Level.WARN)
        .with("detail", message)
        .write("changed certificates refused, those before stay in force");
  }

  /** Says what ends soon or has ended, unless that was said within a day. */
  void remind(PeerCredentials credentials, Optional<Instant> authorityExpiry) {
    Instant now = clock.instant();
    List<Reminder> reminders = reminders(credentials, authorityExpiry, now);
    List<Topic> found = reminders.stream().map(Reminder::topic).toList();
    Duration since = Duration.between(reminded, now).abs();
    if (found.equals(topics) && since.compareTo(BETWEEN_REMINDERS) < 0) {
      return;
    }
    reminders.forEach(reminder -> reminder.line().write(reminder.message()));
    topics = found;
    reminded = now;
  }

  private List<Reminder> reminders(
      PeerCredentials credentials, Optional<Instant> authorityExpiry, Instant now) {
    List<Reminder> reminders = new ArrayList<>();
    Instant end = credentials.expiry();
    String renewal = renewal(credentials.peer());
    if (now.isAfter(end)) {
      reminders.add(
          new Reminder(
              Topic.PEER_ENDED,
              line(Level.ERROR, end, renewal),
              "certificate expired, peers refuse this gateway"));
    } else if (now.isAfter(end.minus(PEER_NOTICE))) {
      reminders.add(
          new Reminder(
              Topic.PEER_ENDS, days(Level.WARN, now, end, renewal), "certificate expires soon"));
    }
    authorityExpiry.ifPresent(ca -> {
      if (now.isAfter(ca)) {
        reminders.add(
            new Reminder(
                Topic.AUTHORITY_ENDED,
                line(Level.ERROR, ca, NEW_AUTHORITY),
                "authority's certificate expired, peers refuse this gateway"));
      } else if (now.isAfter(ca.minus(AUTHORITY_NOTICE))) {
        reminders.add(
            new Reminder(
                Topic.AUTHORITY_ENDS,
                days(Level.WARN, now, ca, NEW_AUTHORITY),
                "authority's certificate expires soon"));
      }
    });
    for (String stale : credentials.staleRevocationLists(now)) {
      reminders.add(
          new Reminder(
              Topic.LIST_IS_OLD,
              new LogLine(log, Level.WARN).with("detail", stale),
              "revocation list is old"));
    }
    return reminders;
  }

  private LogLine days(Level level, Instant now, Instant end, String remedy) {
    return new LogLine(log, level)
        .with("expires", end)
        .with("days", Duration.between(now, end).toDays())
        .with("detail", remedy);
  }

  private LogLine line(Level level, Instant end, String remedy) {
    return new LogLine(log, level).with("expired", end).with("detail", remedy);
  }
}
