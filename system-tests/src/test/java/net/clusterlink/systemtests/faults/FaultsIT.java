package net.clusterlink.systemtests.faults;

import static net.clusterlink.systemtests.faults.DistantPeers.CABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Signal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Surroundings that fail for half a minute and come back. Whoever begins a session meanwhile is
 * served, or told within a bound; sessions that were live go on or break visibly; afterwards there
 * is service again, and nobody restarted anything. The faults happen at once, each in networks of
 * its own.
 */
@Tag("external")
@Timeout(240)
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {
  private static final Duration FAULT = Duration.ofSeconds(30);

  /** The longest way to an answer: a connection, its handshake or an open, and some slack. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  /** It is never started: it lends its fabric and its folder. */
  @RegisterExtension static final Link LINK = new Link();

  @Test
  void aNetworkThatIsCutForHalfAMinute(TestReporter reporter) throws IOException {
    try (DistantPeers peers = new DistantPeers(LINK, "cut");
        Endurance endurance = new Endurance(peers)) {
      peers.start();
      endurance.begin();
      peers.eastNetwork().dropAllFrom(CABLE);
      peers.westNetwork().dropAllFrom(CABLE);
      endurance.lasts(FAULT);
      endurance.sessionsHaveBroken();
      peers.eastNetwork().dropNothing();
      peers.westNetwork().dropNothing();
      reporter.publishEntry("cut both ways", endurance.recovers(BOUND));
    }
  }

  @Test
  void aNetworkThatCarriesNothingFromWestForHalfAMinute(TestReporter reporter) throws IOException {
    try (DistantPeers peers = new DistantPeers(LINK, "deaf-east");
        Endurance endurance = new Endurance(peers)) {
      peers.start();
      endurance.begin();
      peers.eastNetwork().dropAllFrom(CABLE);
      endurance.lasts(FAULT);
      endurance.sessionsHaveBroken();
      peers.eastNetwork().dropNothing();
      reporter.publishEntry("nothing from west", endurance.recovers(BOUND));
    }
  }

  @Test
  void aNetworkThatCarriesNothingFromEastForHalfAMinute(TestReporter reporter) throws IOException {
    try (DistantPeers peers = new DistantPeers(LINK, "deaf-west");
        Endurance endurance = new Endurance(peers)) {
      peers.start();
      endurance.begin();
      peers.westNetwork().dropAllFrom(CABLE);
      endurance.lasts(FAULT);
      endurance.sessionsHaveBroken();
      peers.westNetwork().dropNothing();
      reporter.publishEntry("nothing from east", endurance.recovers(BOUND));
    }
  }

  @Test
  void aGatewayOfTheServiceSideThatStandsStillForHalfAMinute(TestReporter reporter)
      throws IOException {
    try (DistantPeers peers = new DistantPeers(LINK, "still-east");
        Endurance endurance = new Endurance(peers)) {
      peers.start();
      endurance.begin();
      Signal.STOP.to(peers.east().handle());
      endurance.lasts(FAULT);
      Signal.CONT.to(peers.east().handle());
      reporter.publishEntry("east stood still", endurance.recovers(BOUND));
    }
  }

  @Test
  void aGatewayOfTheClientSideThatStandsStillForHalfAMinute(TestReporter reporter)
      throws IOException {
    try (DistantPeers peers = new DistantPeers(LINK, "still-west");
        Endurance endurance = new Endurance(peers)) {
      peers.start();
      endurance.begin();
      Signal.STOP.to(peers.west().handle());
      endurance.lasts(FAULT);
      Signal.CONT.to(peers.west().handle());
      // Its clients wait for the machine they talk to; nobody else can tell them.
      reporter.publishEntry("west stood still", endurance.recovers(FAULT.plus(BOUND)));
    }
  }

  @Test
  void aNameThatNobodyAnswersForAndThatComesBackWithAnotherAddress(TestReporter reporter)
      throws IOException {
    try (DistantPeers peers = new DistantPeers(LINK, "names");
        Endurance endurance = new Endurance(peers)) {
      peers.addOtherAddresses();
      Path resolver =
          Files.writeString(peers.folder().resolve("resolv.conf"), "nameserver 127.0.0.1\n");
      try (NameServer names =
          peers
              .westNetwork()
              .call(() -> new NameServer(new NameServer.Mood.Knows(DistantPeers.EAST)))) {
        peers.start("gateway.east.test", command -> peers.westNetwork().command(resolver, command));
        endurance.begin();
        names.turn(new NameServer.Mood.Hushes());
        endurance.lasts(FAULT.dividedBy(3));
        endurance.sessionsAreLive();
        // Now there is no tunnel any more, and no way to find where to make another.
        peers.removeFirstAddressOfEast();
        endurance.lasts(FAULT.dividedBy(3).plus(BOUND));
        endurance.sessionsHaveBroken();
        names.turn(new NameServer.Mood.Fails());
        endurance.lasts(FAULT.dividedBy(6));
        names.turn(new NameServer.Mood.Denies());
        endurance.lasts(FAULT.dividedBy(6));
        names.turn(new NameServer.Mood.Knows(DistantPeers.OTHER_EAST));
        reporter.publishEntry("name gone and back", endurance.recovers(BOUND));
      }
    }
  }
}
