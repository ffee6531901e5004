package dev.vipc.keyword;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.diagnostic.Findings;
import dev.vipc.keyword.KeywordCheck.Program;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteInsteadTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer 1..255 | 51;   | write `51`, the number alone",
        "integer 1..255 | 5s    | write `5`, the number alone",
        "integer 1..255 | 500ms | ''",
        "integer 1..255 | five  | ''",
        "seconds 0..40  | 1s    | write `1`: it counts seconds, without a unit",
        "seconds 0..40  | 500ms | write `0.5`: it counts seconds, without a unit",
        "seconds 0..    | 2min  | write `120`: it counts seconds, without a unit",
        "seconds 0..40  | 2k    | ''",
        "millis 0..     | 1s    | write `1000`: it counts milliseconds, without a unit",
        "time           | 1.5s  | write `1500ms`: a time has no decimals",
        "time           | 0.5   | write `1ms`: a time has no decimals",
        "time           | 30S   | write `30s`",
        "time           | 30;   | write `30`",
        "time           | soon  | ''",
        "time           | 10k   | ''",
        "time           | 10g   | ''",
        "time           | 10mb  | ''",
        "time           | 0.5d  | write `43200000ms`: a time has no decimals",
        "time s         | 1.5   | write `1500ms`: a time has no decimals",
        "size           | 16min | ''",
        "size           | 16;   | write `16`",
        "size           | 9GB   | ''",
        "integer 1..255 | 500;  | ''",
        "seconds3 0..40 | 0.5ms | ''",
        "seconds 0..40  | 2min  | ''",
        "seconds 0..40  | 2mb   | ''",
        "size           | 16kb  | write `16k`",
        "size           | 1GiB  | write `1g`",
        "size           | 16s   | ''",
        "ip             | a.example.org | write the address itself: names are not looked up",
        "ip             | 10.0.0 | ''",
        "word           | 5s    | ''"
      })
  void aWordIsWrittenAsItsShapeTakesIt(String shape, String word, String instead) {
    assertEquals(instead, WriteInstead.value(word, ArgumentShape.of(shape)).orElse(""));
  }

  @ParameterizedTest
  @CsvSource({"TRUE, write `on`", "disabled, write `off`", "maybe, ''"})
  void yesAndNoAreOnAndOff(String word, String instead) {
    assertEquals(instead, WriteInstead.value(word, ArgumentShape.of("of on|off")).orElse(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time           | 10  | s  | write `10s`, without the blank",
        "time           | 10  | k  | ''",
        "time           | 10  | 5  | ''",
        "size           | 16  | k  | write `16k`, without the blank",
        "size           | 16  | s  | ''",
        "number 0..     | 100 | k  | ''",
        "integer 0..    | 3   | s  | ''",
        "word           | 10  | s  | ''"
      })
  void aUnitIsJoinedOnlyWhereTheNumberTakesIt(
      String shape, String number, String unit, String instead) {
    assertEquals(instead, WriteInstead.joined(number, unit, ArgumentShape.of(shape)).orElse(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout connect 10k  | `timeout connect` takes a time such as 10s",
        "timeout connect 10 s | write `10s`, without the blank",
        "timeout connect 10 k | delete the words, or write them on a line of their own",
        "server m 192.0.2.1 inter 10g | `inter` takes a time above 0 such as 10s",
        "retries 3 s          | delete the words, or write them on a line of their own",
        "use-server m1        | write `use-server m1 if CONDITION`"
      })
  void aLineOfHaproxyIsMendedWithTheWordsThatItHas(String line, String help) {
    var out = new Findings();
    var file = new SourceFile("haproxy.cfg", "backend b\n  " + line + "\n");
    new KeywordCheck()
        .check(HaproxySyntax.parse(file, out), Program.HAPROXY, new Release(2, 6, 12), out);
    assertEquals(
        List.of(help), out.sorted().stream().map(found -> found.help().orElse("")).toList());
  }
}
