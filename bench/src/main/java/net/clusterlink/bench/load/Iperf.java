package net.clusterlink.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Program;

/**
 * As many bytes as will go, from clients to the service.
 *
 * @param streams how many connections at once
 * @param time how long
 */
public record Iperf(int streams, Duration time) {

  /**
   * How it went.
   *
   * @param bytes how many arrived
   * @param bitsPerSecond how many bits a second arrived
   */
  public record Outcome(long bytes, double bitsPerSecond) {}

  /**
   * Runs it.
   *
   * @throws BenchException when it fails
   */
  public Outcome run(int port) {
    return parse(
        Program.run(
            Path.of("."),
            List.of(
                Program.require("iperf3").toString(),
                "--client",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--parallel",
                Integer.toString(streams),
                "--time",
                Long.toString(time.toSeconds()),
                "--json")));
  }

  static Outcome parse(String said) {
    try {
      JsonNode received = new ObjectMapper().readTree(said).path("end").path("sum_received");
      if (received.path("bytes").asLong() <= 0) {
        throw new BenchException("iperf3 carried nothing: " + said.strip());
      }
      return new Outcome(
          received.path("bytes").asLong(), received.path("bits_per_second").asDouble());
    } catch (JsonProcessingException e) {
      throw new BenchException("iperf3 said what is not JSON: " + said.strip(), e);
    }
  }
}
