package dev.vipc.lower.fstab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.SwapMount;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FstabFormatTest {
  @Test
  void swapIsWhatHasThatType() {
    assertEquals(
        List.of("/swapfile none swap sw 0 0", "UUID=1\tswap\tswap"),
        read(
            """
            # /dev/sda3 none swap sw 0 0
            UUID=0 / ext4 defaults 0 1
            /dev/swap /swap ext4 defaults 0 2
            /swapfile none swap sw 0 0\s\s
            /dev/sdb none swap noauto 0 0
              UUID=1\tswap\tswap
            /x none swapfs defaults 0 0
            """));
  }

  @Test
  void windowsLineEndsAreNoPartOfTheLine() {
    assertEquals(List.of("/s none swap sw 0 0"), read("/s none swap sw 0 0\r\n"));
  }

  @Test
  void longLinesAreReadInTime() {
    assertEquals(List.of(), read("a".repeat(1_000_000) + " " + "b".repeat(1_000_000)));
    assertEquals(1, read("/s none swap sw" + " ".repeat(1_000_000) + "0").size());
  }

  private static List<String> read(String text) {
    return new FstabFormat()
            .read(new SourceFile("etc/fstab", text), Targets.NONE, new Findings())
            .all(SwapMount.class)
            .stream()
            .map(swap -> swap.line().text())
            .toList();
  }
}
