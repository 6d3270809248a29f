package net.clusterlink.admin.check;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.fabric.PeerRefusedException;

/** Whether anything contradicts this machine's clock, by which certificates are judged. */
final class ClockCheck implements Check {
  static final String REMEDY =
      "compare `date -u` on both hosts with a clock you trust, and set the wrong one"
          + " (`timedatectl set-ntp true`)";

  private static final Duration TOLERANCE = Duration.ofMinutes(2);

  private final Path certs;
  private final Path config;
  private final Facts.Folder folder;
  private final Clock clock;

  ClockCheck(Path certs, Path config, Facts.Folder folder, Clock clock) {
    this.certs = certs;
    this.config = config;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.CLOCK;
  }

  @Override
  public String subject() {
    return "this machine";
  }

  @Override
  public List<Finding> look() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (folder instanceof Facts.Folder.Unusable unusable
        && unusable.refusal().equals(Optional.of(PeerRefusedException.Reason.NOT_YET_VALID))) {
      return List.of(
          Finding.failure(
              group(),
              subject(),
              "it is " + now + " by this clock, and the certificate is not valid yet",
              REMEDY));
    }
    Optional<NewestFile> newest =
        Stream.of(certs, config)
            .flatMap(place -> NewestFile.in(place).stream())
            .filter(file -> file.changed().isAfter(now.plus(TOLERANCE)))
            .findFirst();
    return List.of(
        newest
            .map(file ->
                Finding.warning(
                    group(),
                    subject(),
                    "it is "
                        + now
                        + " by this clock, and "
                        + file.file()
                        + " was changed at "
                        + file.changed().truncatedTo(ChronoUnit.SECONDS),
                    REMEDY))
            .orElseGet(() -> Finding.ok(group(), subject(), "it is " + now)));
  }
}
