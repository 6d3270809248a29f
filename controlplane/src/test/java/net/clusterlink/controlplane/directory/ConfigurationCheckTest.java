package net.clusterlink.controlplane.directory;

import static net.clusterlink.controlplane.Manifests.export;
import static net.clusterlink.controlplane.Manifests.imported;
import static net.clusterlink.controlplane.Manifests.peer;
import static net.clusterlink.controlplane.Manifests.policy;
import static net.clusterlink.controlplane.Manifests.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import net.clusterlink.api.Kind;
import net.clusterlink.controlplane.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationCheckTest {
  @TempDir Path directory;

  private final ConfigurationCheck check = new ConfigurationCheck();

  @Test
  void countsTheResourcesOfAGoodDirectory() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), together(peer("west"), imported("web", 8080)));
    Files.createDirectory(directory.resolve("services"));
    Files.writeString(directory.resolve("services/b.yml"), export("db", "10.0.0.1"));

    ConfigurationReport report = check.check(directory);

    assertThat(report.valid()).isTrue();
    assertThat(report.problems().isEmpty()).isTrue();
    assertThat(report.files()).isEqualTo(2);
    assertThat(report.resources()).isEqualTo(Map.of(Kind.PEER, 1, Kind.IMPORT, 1, Kind.EXPORT, 1));
  }

  @Test
  void tellsAllErrorsAtOnce() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), imported("web", 99_999));
    Files.writeString(directory.resolve("b.yaml"), policy("shop", "web", "permit"));
    Files.writeString(
        directory.resolve("c.yaml"), together(imported("one", 8080), imported("two", 8080)));

    ConfigurationReport report = check.check(directory);

    assertThat(report.valid()).isFalse();
    assertThat(report.errors())
        .extracting(problem -> Path.of(problem.problem().at().file()).getFileName().toString())
        .containsExactly("a.yaml", "b.yaml", "c.yaml");
    assertThat(report.warnings()).hasSize(1);
    assertThat(report.unreadablePolicies()).hasSize(1);
    assertThat(report.resources()).isEqualTo(Map.of(Kind.IMPORT, 1));
  }

  @Test
  void namesFilesAsThePathWasGiven() throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), "kind: [");

    assertThat(check.check(directory).errors().getFirst().problem().at().file())
        .isEqualTo(file.toString());
    assertThat(check.check(file).errors().getFirst().problem().at().file())
        .isEqualTo(file.toString());
  }

  @Test
  void checksOneFileWhateverItsName() throws IOException {
    Path file = Files.writeString(directory.resolve("draft.txt"), export("web", "169.254.169.254"));

    assertThat(check.check(file).errors()).hasSize(1);
  }

  @Test
  void saysWhenThereIsNothingToRead() {
    assertThatThrownBy(() -> check.check(directory.resolve("nowhere")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("does not exist; create it, or name another");
  }

  @Test
  void doesNotWaitForFilesThatWereJustWritten() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), "");
    Files.writeString(directory.resolve("b.yaml"), export("web", "10.0.0.1"));

    assertThat(check.check(directory).resources()).isEqualTo(Map.of(Kind.EXPORT, 1));
  }

  @Test
  void namesTheLimitThatAFileExceeds() throws IOException {
    var options = limited(10, 200, 300, 2);
    Files.writeString(directory.resolve("a.yaml"), "# ".repeat(101));

    assertThat(new ConfigurationCheck(options).check(directory).errors())
        .singleElement()
        .asString()
        .endsWith(
            "a.yaml:1: this file has 202 bytes, more than the limit of 200 bytes for one file; split"
                + " it, or remove what is not needed");
  }

  @Test
  void namesTheLimitThatAllFilesExceed() throws IOException {
    var options = limited(10, 200, 300, 2);
    Files.writeString(directory.resolve("a.yaml"), "# ".repeat(90));
    Files.writeString(directory.resolve("b.yaml"), "# ".repeat(90));

    assertThat(new ConfigurationCheck(options).check(directory).errors())
        .singleElement()
        .asString()
        .endsWith(
            "b.yaml:1: this file has 180 bytes, and 120 are left of the limit of 300 bytes for all"
                + " files together; remove from the directory what is not needed");
  }

  @Test
  void namesTheLimitOfFiles() throws IOException {
    var options = limited(2, 200, 300, 2);
    for (String name : new String[] {"a", "b", "c", "d"}) {
      Files.writeString(directory.resolve(name + ".yaml"), "");
    }

    ConfigurationReport report = new ConfigurationCheck(options).check(directory);
    assertThat(report.errors())
        .singleElement()
        .asString()
        .contains("more than 2 manifests, the limit");
    assertThat(report.unreadablePolicies()).as("one of those left out may be a policy").hasSize(1);
  }

  private static DirectoryOptions limited(int files, long bytes, long total, int depth) {
    return new DirectoryOptions(
        files, bytes, total, depth, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
