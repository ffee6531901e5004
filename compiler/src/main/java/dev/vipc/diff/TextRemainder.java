package dev.vipc.diff;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of any other text the model does not carry: its lines, without comments and layout. */
final class TextRemainder {
  private static final Pattern WORD = Pattern.compile("\\S+");

  private TextRemainder() {}

  static List<Remainder> of(SourceFile file, Carried carried) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    List<Remainder> all = new ArrayList<>();
    for (int number = 1; number <= file.lineCount(); number++) {
      Span line = file.line(number);
      String text = line.text().strip();
      boolean comment = text.startsWith("#") && !text.startsWith("#!") || text.startsWith(";");
      if (text.isEmpty() || comment) continue;
      List<String> left = left(line, carried);
      if (left.isEmpty()) continue;
      List<String> words = Arrays.asList(text.split("\\s+"));
      all.add(
          new Remainder(
              List.of(name),
              "lines",
              "line",
              String.join(" ", left),
              Secrets.masked(words),
              line,
              line));
    }
    return all;
  }

  private static List<String> left(Span line, Carried carried) {
    List<Span> known = carried.within(line);
    List<String> left = new ArrayList<>();
    Matcher words = WORD.matcher(line.text());
    while (words.find()) {
      Span word = line.part(words.start(), words.end());
      boolean told = known.stream().anyMatch(p -> p.start() < word.end() && word.start() < p.end());
      if (!told) left.add(word.text());
    }
    return left;
  }
}
