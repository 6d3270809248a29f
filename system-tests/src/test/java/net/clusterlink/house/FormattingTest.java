package net.clusterlink.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Formatting is nobody's opinion: it is what google-java-format makes of the text. */
@Timeout(120)
class FormattingTest {
  private final Formatter formatter = new Formatter();

  @Test
  void everySourceIsFormatted() throws IOException {
    Repository repository = Repository.current();
    List<Path> sources = repository.files(name -> name.endsWith(".java"));
    List<Path> differing =
        sources.parallelStream()
            .filter(source -> !isFormatted(source))
            .map(source -> repository.root().relativize(source))
            .toList();
    assertThat(sources).isNotEmpty();
    assertThat(differing)
        .as("files to format: run 'mvn spotless:apply' with Maven on JDK 25")
        .isEmpty();
  }

  private boolean isFormatted(Path source) {
    try {
      String text = Files.readString(source);
      String ordered = ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE);
      return formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered)).equals(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new AssertionError(source + ": " + e.getMessage(), e);
    }
  }
}
