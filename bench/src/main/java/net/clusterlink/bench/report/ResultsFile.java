package net.clusterlink.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.process.Network;
import net.clusterlink.bench.rival.Entrant;
import net.clusterlink.bench.rival.Versions;

/** The file of raw rounds, for programs. */
public final class ResultsFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultsFile() {}

  /**
   * Writes it.
   *
   * @throws BenchException when it cannot be written
   */
  public static void write(Samples samples, Versions versions, Network network, Path file) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode measured = root.putObject("versions");
    versions.byProgram().forEach(measured::put);
    ObjectNode measuredIn = root.putObject("network");
    measuredIn.put("own", network.own());
    network.settings().forEach(measuredIn::put);
    ArrayNode figures = root.putArray("figures");
    for (Reading reading : samples.readings()) {
      ObjectNode figure = figures.addObject();
      figure.put("name", reading.name());
      figure.put("unit", reading.unit());
      figure.put("better", reading.better().name().toLowerCase(Locale.ROOT));
      ObjectNode variants = figure.putObject("variants");
      for (Entrant variant : samples.variants(reading)) {
        List<Double> rounds = samples.rounds(reading, variant);
        Spread spread = Spread.of(rounds);
        ObjectNode values = variants.putObject(variant.label());
        values.put("median", spread.median());
        values.put("min", spread.min());
        values.put("max", spread.max());
        rounds.forEach(values.putArray("rounds")::add);
      }
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      JSON.writeValue(file.toFile(), root);
    } catch (IOException e) {
      throw new BenchException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
