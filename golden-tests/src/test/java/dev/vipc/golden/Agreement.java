package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far vipc and a real program agree on many files, and the bar that is held to it. */
final class Agreement {
  private static final int USUAL = 300;

  private final List<String> otherVerdicts = new ArrayList<>();
  private final List<String> otherLines = new ArrayList<>();
  private int judged;
  private int refused;
  private int bothNameALine;

  /**
   * The verdicts on one file.
   *
   * @param sameLine whether both refuse the same line first; absent where one of them names none
   * @param said by both, shown where they differ
   */
  void add(boolean refusedByProgram, boolean sameVerdict, Optional<Boolean> sameLine, String said) {
    judged++;
    if (refusedByProgram) refused++;
    if (!sameVerdict) {
      otherVerdicts.add(said);
    } else if (sameLine.isPresent()) {
      bothNameALine++;
      if (!sameLine.get()) otherLines.add(said);
    }
  }

  /** At least 99 of 100 verdicts and 95 of 100 first lines, of nine files in ten. */
  void holds(int files) {
    if (files > USUAL) {
      System.err.printf(
          "%d of %d judged, %d refused: %d verdicts differ, %d of %d lines%n",
          judged, files, refused, otherVerdicts.size(), otherLines.size(), bothNameALine);
      otherLines.forEach(System.err::println);
    }
    assertTrue(judged * 10 > files * 9, () -> judged + " of " + files + " judged");
    assertTrue(otherVerdicts.size() * 100 <= judged, () -> String.join("\n", otherVerdicts));
    assertTrue(otherLines.size() * 20 <= bothNameALine, () -> String.join("\n", otherLines));
  }
}
