package net.clusterlink.controlplane.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TreeWalkTest {
  private static final DirectoryOptions OPTIONS =
      new DirectoryOptions(
          10, 100, 1000, 3, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  @TempDir Path temporary;
  private Path root = Path.of("");

  @BeforeEach
  void create() throws IOException {
    root = Files.createDirectory(temporary.resolve("config"));
  }

  private List<String> files() throws IOException {
    return TreeWalk.look(root, OPTIONS).files().keySet().stream()
        .map(path -> root.relativize(path).toString())
        .toList();
  }

  private List<String> refused() throws IOException {
    return TreeWalk.look(root, OPTIONS).refused().values().stream()
        .map(problem -> problem.toString().replace(root + "/", ""))
        .toList();
  }

  private Path file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "#");
  }

  @Test
  void findsManifestsInAllFolders() throws IOException {
    file("a.yaml");
    file("b.yml");
    file("c.json");
    file("LOUD.YAML");
    file("sub/sub/d.yaml");

    assertThat(files()).containsExactly("LOUD.YAML", "a.yaml", "b.yml", "c.json", "sub/sub/d.yaml");
  }

  @Test
  void passesOverHiddenFilesAndBackups() throws IOException {
    for (String name :
        new String[] {
          ".a.yaml",
          ".a.yaml.swp",
          "a.yaml~",
          "#a.yaml#",
          "a.yaml.bak",
          "a.txt",
          ".git/a.yaml",
          "..2024/a.yaml"
        }) {
      file(name);
    }

    assertThat(files()).isEmpty();
    assertThat(refused()).isEmpty();
  }

  @Test
  void followsLinksWithinTheDirectory() throws IOException {
    file("..2024/a.yaml");
    Files.createSymbolicLink(root.resolve("..data"), Path.of("..2024"));
    Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("..data/a.yaml"));

    DirectoryTree tree = TreeWalk.look(root, OPTIONS);

    assertThat(files()).containsExactly("a.yaml");
    assertThat(tree.links()).isTrue();
    assertThat(tree.folders()).containsKey(root.toRealPath().resolve("..2024"));
  }

  @Test
  void takesAFileOnceThatIsReachedTwice() throws IOException {
    file("sub/real.yaml");
    Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("sub/real.yaml"));
    Files.createSymbolicLink(root.resolve("b.yaml"), Path.of("sub/real.yaml"));
    Files.createSymbolicLink(root.resolve("other"), Path.of("sub"));

    assertThat(files()).containsExactly("sub/real.yaml");
  }

  @Test
  void doesNotHangOnLoopsOfLinks() throws IOException {
    file("sub/a.yaml");
    Files.createSymbolicLink(root.resolve("sub/up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("self.yaml"), Path.of("self.yaml"));

    assertThat(files()).containsExactly("sub/a.yaml");
    assertThat(refused()).singleElement().asString().startsWith("self.yaml:1: this link");
  }

  @Test
  void refusesLinksThatLeaveTheDirectory() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("a.yaml"), "#");
    Files.writeString(outside.resolve("notes"), "#");
    Files.createSymbolicLink(root.resolve("a.yaml"), outside.resolve("a.yaml"));
    Files.createSymbolicLink(root.resolve("folder"), outside);
    Files.createSymbolicLink(root.resolve("notes"), outside.resolve("notes"));

    assertThat(files()).isEmpty();
    assertThat(refused())
        .hasSize(2)
        .allMatch(problem ->
            problem.contains("this link leads out of the configuration directory, to ")
                && problem.contains("; put a copy in its place"));
  }

  @Test
  void refusesALinkThatLeadsNowhere() throws IOException {
    Files.createSymbolicLink(root.resolve("a.yaml"), Path.of("missing.yaml"));
    Files.createSymbolicLink(root.resolve("lock"), Path.of("missing"));

    assertThat(refused())
        .containsExactly(
            "a.yaml:1: this link leads nowhere; link to a file that exists, or remove it");
  }

  @Test
  void refusesWhatIsNotARegularFile() throws IOException {
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("a.yaml")));

      assertThat(refused()).singleElement().asString().contains("this is not a regular file");
    }
  }

  @Test
  void refusesFoldersThatAreTooDeep() throws IOException {
    file("1/2/3/a.yaml");
    file("1/2/3/4/b.yaml");

    assertThat(files()).containsExactly("1/2/3/a.yaml");
    assertThat(refused())
        .containsExactly(
            "1/2/3/4:1: this folder is more than 3 folders deep, the limit; move it further up");
  }

  @Test
  void refusesADirectoryOfTooManyNames() throws IOException {
    for (int i = 0; i < 101; i++) {
      file("note" + i + ".txt");
    }

    DirectoryTree tree = TreeWalk.look(root, OPTIONS);

    assertThat(tree.complete()).isFalse();
    assertThat(tree.refused().get(root))
        .asString()
        .contains("more than 100 names in the directory, the limit");
  }

  @Test
  void escapesNamesThatCouldForgeALine() throws IOException {
    Files.createSymbolicLink(root.resolve("a\n\u001b[2J.yaml"), Path.of("missing"));

    assertThat(refused()).singleElement().asString().startsWith("a\\u000a\\u001b[2J.yaml:1:");
  }
}
