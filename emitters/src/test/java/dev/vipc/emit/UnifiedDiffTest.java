package dev.vipc.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  private static String diff(String before, String after) {
    return UnifiedDiff.of("f", Optional.of(before), Optional.of(after));
  }

  @Test
  void equalTextsHaveNoDifference() {
    assertEquals("", diff("a\n", "a\n"));
  }

  @Test
  void aChangedLineHasThreeLinesAround() {
    assertEquals(
        """
        --- a/f
        +++ b/f
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        """,
        diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));
  }

  @Test
  void farChangesAreHunksOfTheirOwn() {
    assertEquals(
        """
        --- a/f
        +++ b/f
        @@ -1,4 +1,3 @@
        -1
         2
         3
         4
        @@ -8,3 +7,4 @@
         8
         9
         10
        +11
        """,
        diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n"));
  }

  @Test
  void aNewFileComesFromNothing() {
    assertEquals(
        "--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n",
        UnifiedDiff.of("f", Optional.empty(), Optional.of("a\n")));
  }

  @Test
  void aMissingLastNewlineIsSaid() {
    assertEquals(
        "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", diff("a", "a\n"));
  }
}
