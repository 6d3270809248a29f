package net.clusterlink.admin;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import net.clusterlink.fabric.PeerCredentials;
import org.slf4j.helpers.NOPLogger;

/** Certificates as a fabric issues them. */
final class Certificates {
  private Certificates() {}

  /** Those of peer east, for a year, of an authority for ten years. */
  static PeerCredentials east(Path folder, Instant now) {
    return PeerCredentials.load(create(folder, now).issue("east"), clock(now));
  }

  /** A fabric in a folder. */
  static FabricAuthority create(Path folder, Instant now) {
    return FabricAuthority.create(folder, "fabric", KeyType.EC, clock(now), new SecureRandom());
  }

  /** That fabric, at a later time. */
  static FabricAuthority open(Path folder, Instant now) {
    return FabricAuthority.open(folder, "fabric", clock(now), new SecureRandom());
  }

  static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  /** In force, and logged nowhere. */
  static CurrentCertificates current(PeerCredentials credentials, InstantSource clock) {
    return new CurrentCertificates(
        credentials, clock, new CertificateLog(NOPLogger.NOP_LOGGER, clock));
  }
}
