package net.clusterlink.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.figure.Reading.Better;
import net.clusterlink.bench.figure.Size;
import net.clusterlink.bench.picture.Chart;
import net.clusterlink.bench.picture.Chart.Point;
import net.clusterlink.bench.rival.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthPictureTest {
  private final Samples samples = new Samples();

  private static Reading reading(String name) {
    return new Reading(name, "µs each", Better.LOWER);
  }

  @Test
  void showsTheMedianAndTheSpreadOfEachSize() {
    for (double value : new double[] {210, 190, 200}) {
      samples.add(reading("growth-threads"), new Size(1, "thread"), value);
      samples.add(reading("growth-threads"), new Size(2, "thread"), value + 5);
    }

    Chart threads = GrowthPicture.charts(samples).getFirst();
    assertThat(GrowthPicture.charts(samples)).hasSize(1);
    assertThat(threads.curves().getFirst().points())
        .containsExactly(new Point(1, 190, 200, 210), new Point(2, 195, 205, 215));
  }

  @Test
  void ordersSizesWhicheverHadTheFirstTurn() {
    samples.add(reading("growth-imports"), new Size(10_000, "import"), 9);
    samples.add(reading("growth-imports"), new Size(100, "import"), 8);

    assertThat(GrowthPicture.charts(samples).getFirst().curves().getFirst().points())
        .extracting(Point::at)
        .containsExactly(100.0, 10_000.0);
  }

  @Test
  void isLeftOutWhereNothingGrows(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("target/growth.svg");
    samples.add(reading("sessions"), Variant.CLUSTERLINK, 5_000);
    assertThat(GrowthPicture.write(samples, file)).isFalse();
    assertThat(file).doesNotExist();

    samples.add(reading("growth-threads"), new Size(1, "thread"), 200);
    assertThat(GrowthPicture.write(samples, file)).isTrue();
    assertThat(Files.readString(file)).startsWith("<svg ").endsWith("</svg>\n");
  }
}
