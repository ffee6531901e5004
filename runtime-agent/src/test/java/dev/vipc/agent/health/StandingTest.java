package dev.vipc.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StandingTest {
  @Test
  void aServerStartsUpAndOneBadAnswerTakesItDown() {
    assertEquals("U D", verdicts(Standing.atStart(2, 3), "-"));
  }

  @Test
  void thenItTakesFallBadAnswersInARow() {
    assertEquals("U U U U D", verdicts(Standing.atStart(2, 3), "+---"));
    assertEquals("U U U U U U U D", verdicts(Standing.atStart(2, 3), "+--+---"));
  }

  @Test
  void andRiseGoodOnesToComeBack() {
    assertEquals("U D D D D U U", verdicts(Standing.atStart(2, 3), "-+-+++"));
  }

  @Test
  void whatIsUnprovenIsDownUntilItHasRisen() {
    assertEquals("D D D U", verdicts(Standing.unproven(3, 1), "+++"));
  }

  private static String verdicts(Standing standing, String answers) {
    StringBuilder said = new StringBuilder(word(standing));
    for (char answer : answers.toCharArray()) {
      standing = standing.after(answer == '+');
      said.append(' ').append(word(standing));
    }
    return said.toString();
  }

  private static String word(Standing standing) {
    return standing.isUp() ? "U" : "D";
  }
}
