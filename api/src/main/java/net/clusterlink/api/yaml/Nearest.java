package net.clusterlink.api.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was likely meant: the known word the fewest edits away (Levenshtein). */
final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /** The nearest known word, if a third of the letters or fewer are wrong; case counts little. */
  static Optional<String> to(String word, Collection<String> known) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int edits = edits(word, candidate);
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best)
        .filter(_ -> word.length() <= LONGEST)
        .filter(found -> edits(word, found) <= Math.max(1, found.length() / 3));
  }

  /** How many letters to insert, remove or replace, whatever their case; many when long. */
  static int edits(String one, String other) {
    if (one.length() > LONGEST || other.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    String from = one.toLowerCase(Locale.ROOT);
    String to = other.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
