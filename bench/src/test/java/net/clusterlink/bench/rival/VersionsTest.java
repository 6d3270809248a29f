package net.clusterlink.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/', 2.6.12-1+deb12u4
          'nginx version: nginx/1.22.1', 1.22.1
          'envoy  version: 9e5580933739/1.40.0/Clean/RELEASE/BoringSSL', 1.40.0
          'something else', 'something else'
          """)
  void findsTheVersionInWhatAProgramSays(String said, String version) {
    assertThat(Versions.read(said)).isEqualTo(version);
  }

  @Test
  void saysOfAProgramThatCannotBeRunWhy(@TempDir Path installed) throws IOException {
    Path envoy = Files.writeString(installed.resolve("envoy"), "#!/nowhere/python3\n");
    Files.setPosixFilePermissions(envoy, PosixFilePermissions.fromString("rwxr-xr-x"));

    Versions versions = Versions.of(new Field(Path.of("clusterlink"), installed, installed));

    assertThat(versions.byProgram().get("envoy")).startsWith("(cannot run " + envoy);
  }

  @Test
  void namesProgramsInOrder() {
    assertThat(new Versions(Map.of("nginx", "1.22.1", "envoy", "1.40.0")))
        .hasToString("envoy 1.40.0, nginx 1.22.1");
    assertThat(new Versions(Map.of())).hasToString("no other program");
  }
}
