package net.clusterlink.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "stock", "two words", "naïve 世界 🚀", "~ !"})
  void leavesWhatIsVisibleAsItIs(String text) {
    assertThat(Excerpt.whole(text)).isEqualTo(text);
    assertThat(Excerpt.quoted(text)).isEqualTo('"' + text + '"');
  }

  @Test
  void escapesWhatIsNotWhereverItStands() {
    assertThat(Excerpt.whole("\u001bred")).isEqualTo("\\u001bred");
    assertThat(Excerpt.whole("a\nb\u202e")).isEqualTo("a\\u000ab\\u202e");
    assertThat(Excerpt.whole("del\u007f")).isEqualTo("del\\u007f");
  }

  @Test
  void escapesQuotesAndBackslashesInQuotesAlone() {
    String text = "say \"a\\b\"";
    assertThat(Excerpt.quoted(text)).isEqualTo("\"say \\\"a\\\\b\\\"\"");
    assertThat(Excerpt.whole(text)).isEqualTo(text);
  }

  @Test
  void cutsBehindSoManyCharactersWhateverTheyAre() {
    assertThat(Excerpt.bare("abcd", 4)).isEqualTo("abcd");
    assertThat(Excerpt.bare("abcde", 4)).isEqualTo("abcd…");
    assertThat(Excerpt.bare("ab🚀🚀🚀", 4)).isEqualTo("ab🚀🚀…");
    assertThat(Excerpt.bare("\tbcde", 4)).isEqualTo("\\u0009bcd…");
    assertThat(Excerpt.quoted("x".repeat(65))).isEqualTo('"' + "x".repeat(64) + "…\"");
  }

  @Test
  void appendsTheSame() {
    StringBuilder line = new StringBuilder("key=");
    Excerpt.appendWhole(line, "a\tb");
    line.append(" other=");
    Excerpt.appendQuoted(line, "c\"d");
    assertThat(line).hasToString("key=a\\u0009b other=\"c\\\"d\"");
  }
}
