package net.clusterlink.cli.explain;

import java.util.List;
import java.util.Locale;
import net.clusterlink.admin.view.AttributeView;
import net.clusterlink.admin.view.ConsideredView;
import net.clusterlink.admin.view.DecisionView;
import net.clusterlink.api.Excerpt;

/** The lines of an explanation, and what both kinds of it have in common. */
final class Paragraphs {
  private final StringBuilder text = new StringBuilder();
  private final Marks marks;

  Paragraphs(Marks marks) {
    this.marks = marks;
  }

  /** A line, indented by so many steps. */
  void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(Excerpt.whole(line).stripTrailing()).append('\n');
  }

  /** What to do about the line before. */
  void remedy(int depth, String remedy) {
    line(depth, marks.then() + " " + remedy);
  }

  void emptyLine() {
    text.append('\n');
  }

  /** What it all comes to, to be seen at a glance. */
  void verdict(String verdict, String rest) {
    line(0, verdict.toUpperCase(Locale.ROOT) + "  " + rest);
  }

  /** Attributes, each with where it comes from. */
  void attributes(int depth, List<AttributeView> attributes) {
    int keys = width(attributes.stream().map(AttributeView::key).toList());
    int values = width(attributes.stream().map(AttributeView::value).toList());
    for (AttributeView attribute : attributes) {
      line(
          depth,
          padded(attribute.key(), keys)
              + "  "
              + padded(attribute.value(), values)
              + "  "
              + attribute.origin());
    }
  }

  /** Policies in the order in which they are asked, the one that decides marked. */
  void policies(int depth, DecisionView decision) {
    List<ConsideredView> policies = decision.policies();
    int names = width(policies.stream().map(ConsideredView::policy).toList());
    for (ConsideredView policy : policies) {
      line(
          depth,
          (policy.matched() ? marks.matched() : marks.missed())
              + " "
              + padded(policy.tier(), "privileged".length())
              + " "
              + padded(policy.action(), "allow".length())
              + " "
              + padded(policy.policy(), names)
              + "  "
              + (policy.decides() ? "decides: " : "")
              + policy.why());
    }
    if (decision.omitted() > 0) {
      line(depth, "and " + decision.omitted() + " more");
    }
    if (policies.isEmpty()) {
      line(depth, "no policy applies");
    }
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
