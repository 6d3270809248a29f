package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private static final String EXPORT =
      """
      apiVersion: clusterlink.net/v1alpha1
      kind: Export
      metadata:
        name: stock
      spec:
        host: 127.0.0.1
        port: 8080
      """;

  @TempDir Path directory;

  @Test
  void isContentWithAGoodDirectory() throws IOException {
    write("stock.yaml", EXPORT);
    CommandRun run = CommandRun.in(directory, "validate", ".");
    assertThat(run.out()).isEqualTo("1 file, 1 resource: 0 errors, 0 warnings\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void isContentWithAGoodFile() throws IOException {
    write("stock.yaml", EXPORT);
    CommandRun run = CommandRun.in(directory, "validate", "stock.yaml");
    assertThat(run.out()).isEqualTo("1 file, 1 resource: 0 errors, 0 warnings\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void saysThatThereIsNothingToCheck() throws IOException {
    Files.createDirectory(directory.resolve("east"));
    CommandRun run = CommandRun.in(directory, "validate", "east");
    assertThat(run.out())
        .isEqualTo(
            """
            0 files, 0 resources: 0 errors, 0 warnings
            nothing was checked: no .yaml, .yml or .json file is read in east
            """);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void showsAllErrorsAtOnceInTheirOrder() throws IOException {
    write("b.yaml", EXPORT.replace("8080", "70000").replace("host:", "hosst:"));
    write("a.yaml", EXPORT.replace("stock", "Stock"));
    CommandRun run = CommandRun.in(directory, "validate", ".");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .anyMatch(line -> line.contains("a.yaml:4: metadata.name: "))
        .anyMatch(line -> line.contains("b.yaml:6: spec.hosst: "))
        .anyMatch(line -> line.contains("b.yaml:7: spec.port: "))
        .filteredOn(line -> line.startsWith("error: "))
        .isSorted();
    assertThat(run.out()).containsPattern("2 files, 0 resources: [34] errors, 0 warnings\n$");
  }

  @Test
  void onlyWarnsOfForeignKinds() throws IOException {
    write("deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n");
    CommandRun run = CommandRun.in(directory, "validate", ".");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("warning: ").contains("deployment.yaml:1", "1 warning\n");
  }

  @Test
  void refusesADirectoryThatIsNotThere() {
    CommandRun run = CommandRun.in(directory, "validate", "east");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "error: the configuration directory "
                + directory.resolve("east")
                + " does not exist; create it, or name another\n");
  }

  @Test
  void needsToKnowWhat() {
    CommandRun run = CommandRun.in(directory, "validate");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: Missing required parameter: 'DIR|FILE'");
  }

  @Test
  void escapesWhatAManifestHolds() throws IOException {
    write("a.yaml", EXPORT.replace("name: stock", "name: \"\\e[31mred\""));
    CommandRun run = CommandRun.in(directory, "validate", ".");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).doesNotContain("\u001b");
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(directory.resolve(file), content);
  }
}
