package net.clusterlink.bench.rival;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.clusterlink.bench.BenchException;

/** A configuration with places to fill in, as {@code ${web.entry}}. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z.]+)}");

  private final String name;
  private final String text;

  private Template(String name, String text) {
    this.name = name;
    this.text = text;
  }

  static Template read(String name) {
    try (InputStream in =
        Template.class.getResourceAsStream("/net/clusterlink/bench/rivals/" + name)) {
      if (in == null) {
        throw new BenchException("no such configuration: " + name);
      }
      return new Template(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BenchException("cannot read the configuration " + name, e);
    }
  }

  /** Fills it in and writes it into a folder. */
  Path write(Path folder, Map<String, String> values) {
    String filled =
        PLACE
            .matcher(text)
            .replaceAll(place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new BenchException(
                    "%s asks for %s, which is not known".formatted(name, place.group()));
              }
              return Matcher.quoteReplacement(value);
            });
    try {
      return Files.writeString(folder.resolve(name), filled);
    } catch (IOException e) {
      throw new BenchException("cannot write %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}
