package dev.vipc.emit;

import dev.vipc.source.Located;
import dev.vipc.spec.Extra;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The lines of a program's own language that a spec carries, as templates take them. */
public final class ExtraLines {
  /**
   * A section's head is one line that begins with a letter and opens no block of its own; a word of
   * it may be in quotes. The loop gives nothing back, since a long head would end the stack.
   */
  private static final Pattern HEAD =
      Pattern.compile(
          "(?=\\p{Alpha})(?:[^{}#!\"'\\\\\\p{Cntrl}]|\"[^{}#!\"\\\\\\p{Cntrl}]*\")*+(?<!\\s)");

  private ExtraLines() {}

  /**
   * The lines for one section, in the order of the spec; a text of several lines counts as those.
   */
  public static List<String> of(Build build, Program program, SpecNode node, String section) {
    return build.spec().extraLines(program, node, section).stream().flatMap(String::lines).toList();
  }

  /** Those of our lines whose keyword no carried line of the section has. */
  public static List<String> unreplaced(List<String> ours, List<String> carried) {
    return ours.stream()
        .filter(line -> carried.stream().noneMatch(other -> keyword(other).equals(keyword(line))))
        .toList();
  }

  private static String keyword(String line) {
    return line.strip().split("\\s+", 2)[0];
  }

  /** The sections that the emitted file does not have by itself, with name and lines. */
  public static List<Map<String, Object>> furtherSections(
      Build build, Program program, SpecNode node, Collection<String> known) {
    return build.spec().extraSections(program, node).stream()
        .filter(section -> !known.contains(section))
        .peek(section -> check(build, program, node, section))
        .<Map<String, Object>>map(
            section -> Map.of("name", section, "lines", of(build, program, node, section)))
        .toList();
  }

  private static void check(Build build, Program program, SpecNode node, String section) {
    if (HEAD.matcher(section).matches()) return;
    build.spec().extra().stream()
        .filter(extra -> extra.isFor(program, node))
        .map(Extra::section)
        .filter(located -> located.value().equals(section))
        .map(Located::span)
        .findFirst()
        .ifPresent(
            span ->
                build.refuse(
                    span,
                    "`%s` is no head of a section".formatted(section),
                    "write the section's first line without braces, comments and line breaks"));
  }
}
