package net.clusterlink.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.clusterlink.api.Kind;
import net.clusterlink.api.yaml.Document;
import net.clusterlink.api.yaml.ManifestReader;
import org.junit.jupiter.api.Test;

/** Holds the documentation to what the program takes: its manifests are read, its links lead on. */
class DocumentationTest {
  private static final Pattern FENCE = Pattern.compile("^\\s*```(\\w*)\\s*$");
  private static final Pattern HERE_DOCUMENT = Pattern.compile("^cat > \\S+\\.yaml <<'(\\w+)'$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?) *$");

  private final Repository repository = Repository.current();

  /** Some lines of a page that are no prose: their language, as the page names it, and text. */
  private record Block(Path page, int line, String language, List<String> lines) {

    /**
     * The text, with as many empty lines before it as the page has, so that errors name its line.
     */
    byte[] content() {
      return ("\n".repeat(line - 1) + String.join("\n", lines) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A page: its prose, where lines of blocks are empty, and its blocks. */
  private record Page(Path file, List<String> prose, List<Block> blocks) {

    static Page read(Path file) throws IOException {
      List<String> prose = new ArrayList<>();
      List<Block> blocks = new ArrayList<>();
      Optional<Block> open = Optional.empty();
      for (String line : Files.readAllLines(file)) {
        var fence = FENCE.matcher(line);
        boolean isFence = fence.matches();
        prose.add(isFence || open.isPresent() ? "" : line);
        if (isFence && open.isPresent()) {
          blocks.add(open.get());
          open = Optional.empty();
        } else if (isFence) {
          open = Optional.of(new Block(file, prose.size() + 1, fence.group(1), new ArrayList<>()));
        } else {
          open.ifPresent(block -> block.lines().add(line));
        }
      }
      assertThat(open).as("%s: a block that is never closed", file).isEmpty();
      return new Page(file, prose, blocks);
    }

    /**
     * The manifests it shows: blocks of YAML, and those that a command of it writes into a file.
     */
    List<Block> manifests() {
      List<Block> manifests = new ArrayList<>();
      for (Block block : blocks) {
        switch (block.language()) {
          case "yaml" -> manifests.add(block);
          case "sh" -> manifests.addAll(hereDocuments(block));
          default -> {}
        }
      }
      return manifests;
    }

    private static List<Block> hereDocuments(Block shell) {
      List<Block> found = new ArrayList<>();
      Optional<String> end = Optional.empty();
      for (int i = 0; i < shell.lines().size(); i++) {
        String line = shell.lines().get(i);
        var start = HERE_DOCUMENT.matcher(line);
        if (end.isEmpty() && start.matches()) {
          end = Optional.of(start.group(1));
          found.add(new Block(shell.page(), shell.line() + i + 1, "yaml", new ArrayList<>()));
        } else if (end.filter(line::equals).isPresent()) {
          end = Optional.empty();
        } else if (end.isPresent()) {
          found.getLast().lines().add(line);
        }
      }
      return found;
    }

    /** Where its headings can be linked to, as those who render Markdown name them. */
    List<String> anchors() {
      return prose.stream()
          .map(HEADING::matcher)
          .filter(heading -> heading.matches())
          .map(heading ->
              heading
                  .group(1)
                  .toLowerCase(Locale.ROOT)
                  .replaceAll("[^\\p{L}\\p{N} _-]", "")
                  .replace(' ', '-'))
          .toList();
    }

    /** The targets of its links, those to other sites left out. */
    List<String> links() {
      return prose.stream()
          .flatMap(line -> LINK.matcher(line).results())
          .map(link -> link.group(1))
          .filter(Predicate.not(target -> target.contains("://")))
          .toList();
    }
  }

  @Test
  void everyManifestShownIsValid() throws IOException {
    List<String> problems = new ArrayList<>();
    int manifests = 0;
    for (Page page : pages()) {
      for (Block block : page.manifests()) {
        manifests++;
        problems.addAll(problems(block));
      }
    }
    assertThat(problems).isEmpty();
    assertThat(manifests).as("manifests shown").isGreaterThan(10);
  }

  @Test
  void everyKindIsShown() throws IOException {
    List<Kind> shown =
        Page.read(repository.root().resolve("docs/concepts.md")).manifests().stream()
            .flatMap(block -> documents(block).stream())
            .filter(Document.Valid.class::isInstance)
            .map(document -> ((Document.Valid) document).resource().kind())
            .toList();
    assertThat(shown).contains(Kind.values());
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : pages()) {
      for (String link : page.links()) {
        if (!leadsSomewhere(page, link)) {
          broken.add(repository.root().relativize(page.file()) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theIndexNamesEveryPage() throws IOException {
    Path folder = repository.root().resolve("docs");
    Page index = Page.read(folder.resolve("README.md"));
    try (var pages = Files.list(folder)) {
      assertThat(index.links())
          .containsAll(
              pages
                  .map(page -> page.getFileName().toString())
                  .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                  .toList());
    }
  }

  private List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path file : repository.files(name -> name.endsWith(".md"))) {
      pages.add(Page.read(file));
    }
    assertThat(pages).isNotEmpty();
    return pages;
  }

  private List<Document> documents(Block block) {
    String page = repository.root().relativize(block.page()).toString();
    return new ManifestReader().read(page, block.content()).documents();
  }

  private List<String> problems(Block block) {
    List<Document> documents = documents(block);
    List<String> problems = new ArrayList<>();
    if (documents.isEmpty()) {
      problems.add(block.page() + ":" + block.line() + ": says nothing");
    }
    for (Document document : documents) {
      switch (document) {
        case Document.Valid valid -> valid.warnings().forEach(w -> problems.add(w.toString()));
        case Document.Invalid invalid ->
            invalid.problems().forEach(p -> problems.add(p.toString()));
        case Document.Foreign foreign -> problems.add(foreign.at() + ": not of clusterlink.net");
      }
    }
    return problems;
  }

  private static boolean leadsSomewhere(Page page, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || Page.read(target).anchors().contains(link.substring(hash + 1));
  }
}
