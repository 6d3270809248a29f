package net.clusterlink.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.figure.Reading.Better;
import net.clusterlink.bench.process.Network;
import net.clusterlink.bench.rival.Variant;
import net.clusterlink.bench.rival.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void holdsEachRoundOfEachVariant() throws IOException {
    Samples samples = new Samples();
    Reading sessions = new Reading("sessions", "1/s", Better.HIGHER);
    samples.add(sessions, Variant.CLUSTERLINK, 3);
    samples.add(sessions, Variant.HAPROXY_MTLS, 2.5);
    samples.add(sessions, Variant.CLUSTERLINK, 1);
    Path file = folder.resolve("new/results.json");

    ResultsFile.write(
        samples,
        new Versions(Map.of("wrk", "4.1.0")),
        new Network(true, Map.of("tcp_rmem", "1 2 3")),
        file);

    assertThat(JSON.readTree(file.toFile()))
        .isEqualTo(
            JSON.readTree(
                """
                {"versions": {"wrk": "4.1.0"},
                 "network": {"own": true, "tcp_rmem": "1 2 3"},
                 "figures": [{
                  "name": "sessions", "unit": "1/s", "better": "higher",
                  "variants": {
                    "clusterlink": {"median": 2.0, "min": 1.0, "max": 3.0, "rounds": [3.0, 1.0]},
                    "haproxy-mtls": {"median": 2.5, "min": 2.5, "max": 2.5, "rounds": [2.5]}
                  }
                }]}
                """));
  }

  @Test
  void hasAListWhereNothingWasMeasured() throws IOException {
    Path file = folder.resolve("results.json");

    ResultsFile.write(new Samples(), new Versions(Map.of()), new Network(false, Map.of()), file);

    assertThat(JSON.readTree(file.toFile()))
        .isEqualTo(
            JSON.readTree(
                """
                {"versions": {},
                 "network": {"own": false},
                 "figures": []}
                """));
  }
}
