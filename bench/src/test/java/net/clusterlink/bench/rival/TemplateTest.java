package net.clusterlink.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import net.clusterlink.bench.BenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {
  @TempDir Path folder;

  static Stream<String> files() {
    return Arrays.stream(Variant.values())
        .flatMap(variant ->
            Rival.of(variant).stream()
                .flatMap(rival ->
                    Stream.of(RivalHops.INGRESS, RivalHops.EGRESS)
                        .map(hop -> rival.file(variant, hop))));
  }

  @ParameterizedTest
  @MethodSource("files")
  void fillsInEachConfiguration(String file) throws IOException {
    Map<String, String> values = new HashMap<>();
    Stream.of("workers", "folder", "ca", "cert", "key", "pem")
        .forEach(name -> values.put(name, "a-" + name));
    for (Service service : Service.values()) {
      Stream.of("entry", "hop", "link", "service")
          .forEach(name -> values.put(service.label() + "." + name, "1234"));
    }

    Path written = Template.read(file).write(folder, values);

    assertThat(Files.readString(written)).doesNotContain("${").contains("1234");
  }

  @Test
  void fillsInTheWebService() throws IOException {
    Path written =
        Template.read("origin.conf")
            .write(folder, Map.of("folder", "/tmp", "web.service", "1234", "answer", "a $ and \\"));

    assertThat(Files.readString(written)).doesNotContain("${").contains("a $ and \\", ":1234");
  }

  @Test
  void namesAPlaceThatIsNotKnown() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> Template.read("origin.conf").write(folder, Map.of("folder", "/tmp")))
        .withMessage("origin.conf asks for ${web.service}, which is not known");
  }
}
