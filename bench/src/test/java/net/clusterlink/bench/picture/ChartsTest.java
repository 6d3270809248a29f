package net.clusterlink.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.clusterlink.bench.picture.Chart.Curve;
import net.clusterlink.bench.picture.Chart.Point;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartsTest {

  private static Curve curve(String name, String unit, double... at) {
    return new Curve(
        name, unit, DoubleStream.of(at).mapToObj(x -> new Point(x, 90, 100, 110)).toList());
  }

  /** Fails where it is not well-formed. */
  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document document, String name) {
    var found = document.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  @Test
  void drawsAPointForEachReading() throws Exception {
    Document picture =
        parsed(
            Charts.draw(
                "two",
                List.of(
                    new Chart("threads", "how many", List.of(curve("time", "µs", 1, 2, 4))),
                    new Chart(
                        "imports",
                        "how many",
                        List.of(curve("time", "µs", 1, 100), curve("memory", "kB", 100))))));

    assertThat(elements(picture, "circle")).hasSize(6);
    assertThat(elements(picture, "polyline")).hasSize(3);
    assertThat(elements(picture, "circle").getFirst().getTextContent())
        .isEqualTo("time at 1: 100 µs");
  }

  @Test
  void namesAxesAndUnitsOnWhiteGround() throws Exception {
    Document picture =
        parsed(
            Charts.draw(
                "one",
                List.of(
                    new Chart("imports", "of a gateway", List.of(curve("time", "µs", 1, 10))))));

    assertThat(elements(picture, "text"))
        .extracting(Element::getTextContent)
        .contains("imports", "of a gateway", "time", "µs", "0", "1", "10");
    assertThat(elements(picture, "rect").getFirst().getAttribute("fill")).isEqualTo("#ffffff");
  }

  @Test
  void takesTextForText() throws Exception {
    Document picture =
        parsed(
            Charts.draw(
                "<a> & \"b\"",
                List.of(new Chart("x < y", "]]>", List.of(curve("&amp;", "\"", 1, 2))))));

    assertThat(elements(picture, "title").getFirst().getTextContent()).isEqualTo("<a> & \"b\"");
    assertThat(elements(picture, "text"))
        .extracting(Element::getTextContent)
        .contains("x < y", "]]>", "&amp;", "\"");
  }

  @Test
  void refusesMoreCurvesThanSides() {
    Curve curve = curve("time", "µs", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Chart("many", "x", List.of(curve, curve, curve)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Chart("none", "x", List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> curve("time", "µs"));
  }
}
