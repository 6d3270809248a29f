package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a small source tree, with a JDK and a Maven that only say what they were told.
 */
@Tag("external")
@Timeout(60)
class LauncherIT {
  private static final Path LAUNCHER = Path.of("../clusterlink");
  private static final String SYSTEM_PATH = "/usr/bin:/bin";

  /** Tells its arguments; Maven's part is to leave a jar behind. */
  private static final String JAVA = "#!/bin/sh\necho \"java: $*\"\n";

  /** A JDK that makes the cache it is asked for, and tells when. */
  private static final String TRAINABLE_JAVA =
      """
      #!/bin/sh
      for option; do
        case $option in
          -XX:AOTCacheOutput=*)
            echo made > "${option#*=}"
            echo trained >> "$(dirname "$0")/trained"
            ;;
        esac
      done
      echo "java: $*"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo "[INFO] Building ClusterLink 0.1.0                 [1/9]"
      echo "[INFO] Building ClusterLink api 0.1.0             [2/9]"
      echo "mvn $* with $JAVA_HOME in $PWD" >> "$(dirname "$0")/called"
      mkdir -p cli/target/lib
      touch cli/target/clusterlink-cli-0.1.0.jar
      """;

  @TempDir Path directory;
  private Path tree = Path.of("");
  private Path jdk = Path.of("");
  private Path maven = Path.of("");

  private record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    tree = Files.createDirectories(directory.resolve("a tree"));
    Files.copy(LAUNCHER, tree.resolve("clusterlink"));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Files.createDirectories(tree.resolve("cli/src/main/java"));
    Files.writeString(tree.resolve("cli/pom.xml"), "<project/>");
    jdk = jdk("jdk-25", "25.0.3");
    maven = Files.createDirectory(directory.resolve("maven"));
    program(maven.resolve("mvn"), MAVEN);
  }

  @Test
  void buildsOnceThenRuns() throws IOException, InterruptedException {
    Run first = launch(Map.of(), "version");
    assertThat(first.err()).contains("building: api [2/9], after ", "built in ");
    assertThat(first.out())
        .isEqualTo(
            "java: --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "
                + tree
                + "/cli/target/clusterlink-cli-0.1.0.jar:"
                + tree
                + "/cli/target/lib/* net.clusterlink.cli.Main version\n");
    Run second = launch(Map.of(), "version");
    assertThat(second.err()).isEmpty();
    assertThat(builds())
        .containsExactly(
            "mvn -B -Dmaven.test.skip=true -pl cli -am package with " + jdk + " in " + tree);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws IOException, InterruptedException {
    launch(Map.of(), "version");
    Path source = Files.createFile(tree.resolve("cli/src/main/java/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch(Map.of(), "version").err()).contains("built in ");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void takesWhatMavenLeftWhenRunByHand() throws IOException, InterruptedException {
    buildByHand();
    assertThat(launch(Map.of(), "version").err()).isEmpty();
  }

  @Test
  void makesTheCacheThatMavenRunByHandDoesNot() throws IOException, InterruptedException {
    program(jdk.resolve("bin/java"), TRAINABLE_JAVA);
    buildByHand();
    Run first = launch(Map.of(), "gateway");
    assertThat(first.err()).startsWith("training: ");
    assertThat(first.out()).contains(" -XX:AOTCache=" + tree + "/cli/target/gateway.aot ");
    assertThat(launch(Map.of(), "gateway").err()).isEmpty();
    Files.setLastModifiedTime(
        tree.resolve("cli/target/clusterlink-cli-0.1.0.jar"),
        FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch(Map.of(), "gateway").err()).startsWith("training: ");
  }

  @Test
  void makesTheCacheOnceForTwoGatewaysAtATime() throws IOException, InterruptedException {
    program(jdk.resolve("bin/java"), TRAINABLE_JAVA);
    buildByHand();
    Process one = start(tree.resolve("clusterlink"), Map.of(), "1", "gateway");
    Process two = start(tree.resolve("clusterlink"), Map.of(), "2", "gateway");
    assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllLines(jdk.resolve("bin/trained"))).hasSize(1);
    for (String number : List.of("1", "2")) {
      assertThat(Files.readString(directory.resolve("out" + number))).contains(" -XX:AOTCache=");
    }
  }

  @Test
  void doesWithoutTheCacheThatCannotBeMade() throws IOException, InterruptedException {
    buildByHand();
    Run first = launch(Map.of(), "gateway");
    assertThat(first.err()).contains("no cache came to be");
    assertThat(first.out()).contains("Main gateway").doesNotContain("AOTCache");
    assertThat(launch(Map.of(), "gateway").err()).isEmpty();
    try (Stream<Path> left = Files.list(tree.resolve("cli/target"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "lib", "clusterlink-cli-0.1.0.jar", "built", "gateway.aot", "training.log");
    }
  }

  @Test
  void buildsTheCommandWithTheCourse() throws IOException, InterruptedException {
    layOutTheCourse();
    assertThat(launch(Map.of(), "bench").err()).contains("built in ");
    assertThat(launch(Map.of(), "version").err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void runsTheCourseInANetworkOfItsOwnUnlessToldOtherwise()
      throws IOException, InterruptedException {
    layOutTheCourse();
    assertThat(launch(Map.of(), "bench", "--quick").out())
        .startsWith("own-network: " + jdk)
        .endsWith("net.clusterlink.bench.Main --quick\n");
    assertThat(launch(Map.of(), "bench", "--quick", "--host-network").out())
        .startsWith("java: ")
        .endsWith("net.clusterlink.bench.Main --quick --host-network\n");
    assertThat(launch(Map.of(), "bench", "--host-network=false").out()).startsWith("own-network: ");
    assertThat(launch(Map.of("within", "false"), "version").out()).startsWith("java: ");
  }

  private void layOutTheCourse() throws IOException {
    program(
        maven.resolve("mvn"),
        MAVEN + "mkdir -p bench/target/lib; touch bench/target/clusterlink-bench-0.1.0.jar\n");
    Files.createDirectories(tree.resolve("bench"));
    program(tree.resolve("bench/own-network"), "#!/bin/sh\necho \"own-network: $*\"\n");
  }

  @Test
  void worksThroughASymbolicLinkFromAnywhere() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), tree.resolve("clusterlink"));
    Path relative = directory.resolve("cl");
    Files.createSymbolicLink(relative, Path.of("link"));
    assertThat(launch(relative, Map.of(), "a b", "c").out()).endsWith("Main a b c\n");
    assertThat(launch(link, Map.of(), "version").err()).isEmpty();
  }

  @Test
  void addsOptionsOfTheUsersOwn() throws IOException, InterruptedException {
    Run run = launch(Map.of("CLUSTERLINK_JAVA_OPTS", "-Xmx1g -Da=b"), "gateway", "--help");
    assertThat(run.out())
        .contains(" -XX:+ExitOnOutOfMemoryError ", " -XX:+UseSerialGC ", " -Xmx1g -Da=b -cp ")
        .doesNotContain("TieredStopAtLevel");
  }

  @Test
  void passesOverAnOldJavaHomeForANewerJavaOnThePath() throws IOException, InterruptedException {
    Path old = jdk("jdk-17", "17.0.15");
    Run run =
        launch(
            Map.of(
                "JAVA_HOME",
                old.toString(),
                "PATH",
                maven + ":" + jdk.resolve("bin") + ":" + SYSTEM_PATH),
            "version");
    assertThat(run.exitCode()).isZero();
    assertThat(builds()).singleElement().asString().contains(" with " + jdk + " in ");
  }

  @Test
  void asksTheJavaThatHasNoReleaseFile() throws IOException, InterruptedException {
    Path home = directory.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    program(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        [ "$1" = -version ] && echo 'openjdk version "26-ea" 2026-03-17' >&2
        echo "java: $*"
        """);
    program(home.resolve("bin/javac"), JAVA);
    assertThat(launch(Map.of("JAVA_HOME", home.toString()), "version").exitCode()).isZero();
  }

  @Test
  void saysWhatToInstallWhenMavenIsMissing() throws IOException, InterruptedException {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : List.of("bash", "readlink", "find", "touch", "mkdir")) {
      program(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
    }
    Run run = launch(Map.of("PATH", tools.toString()), "version");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: Maven is needed to build ClusterLink, and mvn is not on the PATH; install"
                + " package maven, or \"sdk install maven\" with SDKMAN\n");
  }

  @Test
  void showsWhyTheBuildFailedAndTriesAgainNextTime() throws IOException, InterruptedException {
    program(
        maven.resolve("mvn"),
        """
        #!/bin/sh
        echo '[ERROR] cannot find symbol'
        echo other
        exit 1
        """);
    Run run = launch(Map.of(), "version");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("[ERROR] cannot find symbol")
        .endsWith(
            "error: the build failed; all of its output is in "
                + tree.resolve("cli/target/build.log")
                + "\n");
    program(maven.resolve("mvn"), MAVEN);
    assertThat(launch(Map.of(), "version").exitCode()).isZero();
  }

  @Test
  void buildsOnceForTwoLaunchesAtATime() throws IOException, InterruptedException {
    Process one = start(tree.resolve("clusterlink"), Map.of(), "1", "version");
    Process two = start(tree.resolve("clusterlink"), Map.of(), "2", "version");
    assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(two.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(List.of(one.exitValue(), two.exitValue())).containsOnly(0);
    assertThat(builds()).hasSize(1);
    assertThat(tree.resolve("cli/target/build.lock")).doesNotExist();
  }

  @Test
  void releasesTheLockWhenSomebodyElseHasBuilt() throws IOException, InterruptedException {
    Path lock = Files.createDirectories(tree.resolve("cli/target/build.lock"));
    Process other = new ProcessBuilder("cat").start();
    Files.writeString(lock.resolve("owner"), other.pid() + "\n");
    Process waiting = start(tree.resolve("clusterlink"), Map.of(), "0", "version");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.readString(directory.resolve("err0")).contains("waiting for another"));
    buildByHand();
    other.destroy();
    assertThat(waiting.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(directory.resolve("out0"))).endsWith("Main version\n");
    assertThat(maven.resolve("called")).doesNotExist();
    assertThat(lock).doesNotExist();
  }

  @Test
  void doesNotWaitForABuilderThatDiedBeforeItGaveItsName()
      throws IOException, InterruptedException {
    Files.createDirectories(tree.resolve("cli/target/build.lock"));
    Run run = launch(Map.of(), "version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).startsWith("waiting for another build (process starting)\n");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void passesOverAJavaWithoutACompilerToBuildButNotToRun()
      throws IOException, InterruptedException {
    Path jre = jdk("jre-25", "25.0.3");
    Files.delete(jre.resolve("bin/javac"));
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            jre.toString(),
            "PATH",
            maven + ":" + jdk.resolve("bin") + ":" + SYSTEM_PATH);
    assertThat(launch(environment, "version").exitCode()).isZero();
    assertThat(builds()).singleElement().asString().contains(" with " + jdk + " in ");
    Files.delete(jdk.resolve("bin/java"));
    assertThat(launch(environment, "version").exitCode()).isZero();
  }

  @Test
  void doesNotWaitForABuilderThatDied() throws IOException, InterruptedException {
    Path lock = Files.createDirectories(tree.resolve("cli/target/build.lock"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(lock.resolve("owner"), dead.pid() + "\n");
    assertThat(launch(Map.of(), "version").exitCode()).isZero();
  }

  private void buildByHand() throws IOException {
    Files.createDirectories(tree.resolve("cli/target/lib"));
    Files.createFile(tree.resolve("cli/target/clusterlink-cli-0.1.0.jar"));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "A=\"b\"\nJAVA_VERSION=\"" + version + "\"\n");
    program(home.resolve("bin/java"), JAVA);
    program(home.resolve("bin/javac"), JAVA);
    return home;
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(maven.resolve("called"));
  }

  private Run launch(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return launch(tree.resolve("clusterlink"), environment, args);
  }

  private Run launch(Path launcher, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    Process process = start(launcher, environment, "0", args);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(directory.resolve("out0"), StandardCharsets.UTF_8),
        Files.readString(directory.resolve("err0"), StandardCharsets.UTF_8));
  }

  private Process start(
      Path launcher, Map<String, String> environment, String number, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out" + number).toFile())
            .redirectError(directory.resolve("err" + number).toFile());
    Map<String, String> all = new TreeMap<>();
    all.put("HOME", directory.toString());
    all.put("JAVA_HOME", jdk.toString());
    all.put("PATH", maven + ":" + SYSTEM_PATH);
    all.putAll(environment);
    builder.environment().clear();
    builder.environment().putAll(all);
    return builder.start();
  }
}
