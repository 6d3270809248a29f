package net.clusterlink.admin.check;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.clusterlink.controlplane.directory.ConfigurationCheck;
import net.clusterlink.controlplane.directory.ConfigurationReport;
import net.clusterlink.controlplane.store.StoreException;
import net.clusterlink.fabric.FabricException;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.PeerRefusedException;

/**
 * What several checks go by: the peer's folder, the manifests and the running gateway, each looked
 * at once.
 */
record Facts(Folder folder, Manifests manifests, RunningGateway gateway) {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The peer's certificate, key and authorities. */
  sealed interface Folder {
    /** They are as they should be. */
    record Usable(PeerCredentials credentials) implements Folder {}

    /**
     * A gateway would not start with them.
     *
     * @param refusal why every peer would refuse the certificate, if it is that
     */
    record Unusable(String seen, String remedy, Optional<PeerRefusedException.Reason> refusal)
        implements Folder {}
  }

  /** The configuration. */
  sealed interface Manifests {
    /** What a gateway would make of it. */
    record Read(ConfigurationReport report) implements Manifests {}

    /** There is nothing to read. */
    record Unreadable(String seen, String remedy) implements Manifests {}
  }

  /** Looks at all three at once. */
  static Facts gather(CheckTarget target, AdminAccess admin, Clock clock)
      throws InterruptedException {
    FutureTask<Folder> folder = started(() -> folder(target.certs(), clock));
    FutureTask<Manifests> manifests = started(() -> manifests(target.config()));
    FutureTask<RunningGateway> gateway = started(() -> new GatewayQuestion(admin).ask());
    String late = " cannot be read within " + LIMIT.toSeconds() + " s";
    String remedy = "see whether the disk or the network file system it is on hangs";
    return new Facts(
        within(LIMIT, folder, new Folder.Unusable(target.certs() + late, remedy, Optional.empty())),
        within(LIMIT, manifests, new Manifests.Unreadable(target.config() + late, remedy)),
        within(
            PATIENCE,
            gateway,
            new RunningGateway.Mute("no answer within " + PATIENCE.toSeconds() + " s")));
  }

  private static <T> FutureTask<T> started(Callable<T> look) {
    var task = new FutureTask<>(look);
    Thread.ofVirtual().name("look").start(task);
    return task;
  }

  private static <T> T within(Duration limit, FutureTask<T> look, T otherwise)
      throws InterruptedException {
    try {
      return look.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      look.cancel(true);
      return otherwise;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e);
    }
  }

  private static Folder folder(Path certs, Clock clock) {
    try {
      return new Folder.Usable(PeerCredentials.load(certs, clock));
    } catch (FabricException e) {
      Optional<PeerRefusedException.Reason> refusal =
          e.getCause() instanceof PeerRefusedException refused
              ? Optional.of(refused.reason())
              : Optional.empty();
      return new Folder.Unusable(
          withoutRemedy(String.valueOf(e.getMessage()), e.remedy()), e.remedy(), refusal);
    }
  }

  private static String withoutRemedy(String message, String remedy) {
    return message.endsWith("; " + remedy)
        ? message.substring(0, message.length() - remedy.length() - 2)
        : message;
  }

  private static Manifests manifests(Path config) {
    try {
      return new Manifests.Read(new ConfigurationCheck().check(config));
    } catch (StoreException e) {
      String message = String.valueOf(e.getMessage());
      int end = message.lastIndexOf("; ");
      return end < 0
          ? new Manifests.Unreadable(message, "name a directory of manifests with --config")
          : new Manifests.Unreadable(message.substring(0, end), message.substring(end + 2));
    }
  }
}
