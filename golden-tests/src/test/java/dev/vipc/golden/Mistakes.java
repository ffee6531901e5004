package dev.vipc.golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the mistakes of people who edit a configuration: lines, words and numbers that are lost,
 * doubled, moved, misspelt, quoted in half or taken from another file. The same seed makes the same
 * mistakes.
 */
final class Mistakes {
  /**
   * A file with mistakes.
   *
   * @param source the text that it was made from
   */
  record Edited(String source, String text) {
    /** The lines of which one of the two has more, in the form of a diff. */
    String difference() {
      List<String> lost = new ArrayList<>(source.lines().toList());
      List<String> added = new ArrayList<>();
      int number = 0;
      for (String line : text.lines().toList()) {
        number++;
        if (!lost.remove(line)) added.add("  +%d %s".formatted(number, line));
      }
      for (String line : lost) added.add("  - " + line);
      return String.join("\n", added);
    }
  }

  private static final Pattern WORD = Pattern.compile("\"[^\"\n]*\"|'[^'\n]*'|[^\\s\"']+");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern BLANK = Pattern.compile("[ \t]+");
  private static final Pattern SECTION = Pattern.compile("(?m)^[^\\s#!}].*");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz-_0";

  private static final List<String> NUMBERS =
      List.of(
          "0", "-1", "1", "2", "256", "65536", "2147483648", "99999999999", "1.5", "010", "0x10");
  private static final List<String> UNITS =
      List.of("s", "ms", "us", "m", "h", "d", "k", "M", "%", "x", " s", ".", "/24", ":80", "-90");
  private static final List<String> SIGNS =
      List.of(
          "\"", "'", "\\", "\\ ", "#", "!", "$", "${", "}", "{", "(", ")", ",", ":", "/", "=", "%",
          "*", "\u00a0", "\ufeff", "\t", "\r", "\n", "\\\n", "\u00e9", "\u201c", "\u2013");

  private final Random random;
  private final List<String> sources;
  private final List<String> lines;
  private final List<String> words;
  private final List<String> others;

  /**
   * @param sources whole files
   * @param others lines that people write and that the files may lack
   */
  Mistakes(int seed, List<String> sources, List<String> others) {
    this.random = new Random(seed);
    this.sources = sources;
    this.others = others;
    this.lines =
        sources.stream().flatMap(String::lines).filter(line -> !line.isBlank()).distinct().toList();
    this.words =
        lines.stream()
            .filter(line -> !line.strip().startsWith("#"))
            .flatMap(line -> WORD.matcher(line).results().map(found -> found.group()))
            .distinct()
            .toList();
  }

  List<Edited> files(int count) {
    List<Edited> files = new ArrayList<>();
    while (files.size() < count) {
      String source = any(sources);
      int mistakes = random.nextInt(4) > 0 ? 1 : 1 + random.nextInt(3);
      String text = source;
      for (int n = 0; n < mistakes && !text.isEmpty(); n++) text = edited(text);
      if (!text.equals(source)) files.add(new Edited(source, text));
    }
    return files;
  }

  private String edited(String text) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> inLines(text);
      case 5 -> sections(text);
      case 6 -> whole(text);
      case 7, 8 -> replaced(text, NUMBER, this::number);
      case 9 -> replaced(text, BLANK, _ -> any(List.of("\u00a0", "", "\t", "\\ ", "  ", "\n")));
      default -> inWords(text);
    };
  }

  private String inLines(String text) {
    List<String> all = new ArrayList<>(text.lines().toList());
    if (all.isEmpty()) return text;
    int at = random.nextInt(all.size());
    String line = all.get(at);
    int to = random.nextInt(all.size());
    switch (random.nextInt(10)) {
      case 0 -> all.remove(at);
      case 1 -> all.add(at, line);
      case 2 -> Collections.swap(all, at, Math.min(at + 1, all.size() - 1));
      case 3 -> all.add(to, all.remove(at));
      case 4 -> all.add(to, line);
      case 5, 6 -> all.add(at, any(lines));
      case 7 -> all.add(at, any(others));
      case 8 -> all.set(at, "#" + line);
      default ->
          all.set(at, line + any(List.of(" # why", " ! why", " \\", ";", " {", " }", " if TRUE")));
    }
    return String.join("\n", all) + "\n";
  }

  /** A section is doubled, lost, moved or comes from another file. */
  private String sections(String text) {
    List<String> parts = parts(text);
    int at = random.nextInt(parts.size());
    switch (random.nextInt(4)) {
      case 0 -> parts.add(at, parts.get(at));
      case 1 -> parts.remove(at);
      case 2 -> parts.add(random.nextInt(parts.size()), parts.remove(at));
      default -> parts.add(at, any(parts(any(sources))));
    }
    return String.join("", parts);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    Matcher header = SECTION.matcher(text);
    while (header.find()) {
      if (header.start() > start) parts.add(text.substring(start, header.start()));
      start = header.start();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private String whole(String text) {
    return switch (random.nextInt(6)) {
      case 0 -> "\ufeff" + text;
      case 1 -> text.replace("\n", "\r\n");
      case 2 -> text.stripTrailing();
      case 3 -> text.substring(0, random.nextInt(text.length()));
      case 4 -> text.replaceAll("(?m)^[ \t]+", any(List.of("", "\t", "\u00a0")));
      default -> text + any(sources);
    };
  }

  private String inWords(String text) {
    Matcher found = WORD.matcher(text);
    List<int[]> places = new ArrayList<>();
    while (found.find()) places.add(new int[] {found.start(), found.end()});
    if (places.size() < 2) return text;
    int at = random.nextInt(places.size() - 1);
    int[] place = places.get(at);
    int[] next = places.get(at + 1);
    String word = text.substring(place[0], place[1]);
    String before = text.substring(0, place[0]);
    String after = text.substring(place[1]);
    return switch (random.nextInt(14)) {
      case 0 -> before + after;
      case 1 -> before + word + " " + word + after;
      case 2 ->
          before
              + text.substring(next[0], next[1])
              + text.substring(place[1], next[0])
              + word
              + text.substring(next[1]);
      case 3, 4 -> before + any(words) + after;
      case 5 -> before + word + " " + any(words) + after;
      case 6, 7 -> before + misspelt(word) + after;
      case 8 -> before + quoted(word) + after;
      case 9 -> before + inserted(word, any(SIGNS)) + after;
      case 10 ->
          before + (random.nextBoolean() ? word.toUpperCase(Locale.ROOT) : word + "2") + after;
      case 11 -> before + text.substring(next[0]);
      case 12 -> before + exchanged(word) + after;
      default -> before + word + text.substring(next[0] - 1).replaceFirst(" *\\S+", "");
    };
  }

  private String misspelt(String word) {
    int at = random.nextInt(word.length());
    String letter = String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length())));
    return switch (random.nextInt(4)) {
      case 0 -> word.substring(0, at) + word.substring(at + 1);
      case 1 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
      case 2 -> word.substring(0, at) + letter + word.substring(at + 1);
      default -> inserted(word, letter);
    };
  }

  private String inserted(String word, String sign) {
    int at = random.nextInt(word.length() + 1);
    return word.substring(0, at) + sign + word.substring(at);
  }

  private String quoted(String word) {
    return switch (random.nextInt(6)) {
      case 0 -> "\"" + word + "\"";
      case 1 -> "'" + word + "'";
      case 2 -> "\"" + word;
      case 3 -> word + "'";
      case 4 -> "\"${NAME-" + word + "}\"";
      default -> any(List.of("$NAME", "\"$NAME\"", "\"${NAME}\"", "\"\"", "''"));
    };
  }

  /** A word for its opposite. */
  private String exchanged(String word) {
    List<List<String>> pairs =
        List.of(
            List.of("tcp", "http"),
            List.of("frontend", "backend"),
            List.of("listen", "backend"),
            List.of("request", "response"),
            List.of("if", "unless"),
            List.of("on", "off"),
            List.of("MASTER", "BACKUP"),
            List.of("TCP_CHECK", "HTTP_GET"),
            List.of("{", "}"));
    for (List<String> pair : pairs)
      for (int side = 0; side < 2; side++)
        if (word.contains(pair.get(side))) return word.replace(pair.get(side), pair.get(1 - side));
    return misspelt(word);
  }

  private String number(String number) {
    return random.nextBoolean() ? any(NUMBERS) : number + any(UNITS);
  }

  /** One of the places at which the pattern is found, changed. */
  private String replaced(String text, Pattern pattern, UnaryOperator<String> change) {
    List<int[]> places = new ArrayList<>();
    Matcher found = pattern.matcher(text);
    while (found.find()) places.add(new int[] {found.start(), found.end()});
    if (places.isEmpty()) return text;
    int[] place = any(places);
    return text.substring(0, place[0])
        + change.apply(text.substring(place[0], place[1]))
        + text.substring(place[1]);
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
