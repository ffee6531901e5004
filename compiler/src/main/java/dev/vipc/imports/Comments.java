package dev.vipc.imports;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The comments of imported files: those of a line that is kept verbatim stay with it, those of a
 * line that a field of the spec says stand above the part of the spec that has the field.
 */
final class Comments {
  private static final Pattern SIGNS = Pattern.compile("^[#!]+\\s?");
  private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{N}]");

  /** Lines of which there are several, so that their name belongs to what they are called. */
  private static final Set<String> NAMED =
      Set.of("server", "bind", "frontend", "backend", "listen", "vrrp_script", "vrrp_instance");

  private static final String PASSWORD = "auth_pass";
  private static final String OF_VIPC = "made by vipc ";
  private static final String OF_VIPC_TOO =
      "do not edit: change the spec and run `vipc build` again";

  private final Map<String, Set<String>> ofParts = new LinkedHashMap<>();

  /**
   * Keeps a line's comments with a proxy or a virtual address. One behind the line gets the line's
   * word before it, since it no longer stands there; behind a password `#` may be part of what
   * somebody took for the password.
   */
  void keep(String part, Span line) {
    List<String> found = new ArrayList<>(above(line));
    List<String> words = List.of(line.text().strip().split("\\s+", 3));
    boolean named = NAMED.contains(words.getFirst()) && words.size() > 1;
    String about = named ? words.getFirst() + " " + words.get(1) : words.getFirst();
    if (!words.getFirst().equals(PASSWORD))
      behind(line).ifPresent(comment -> found.add(about + ": " + comment));
    if (!found.isEmpty()) ofParts.computeIfAbsent(part, _ -> new LinkedHashSet<>()).addAll(found);
  }

  /**
   * Keeps the comments of a key in YAML with a proxy, but for those that build writes by itself.
   *
   * @param own the comments of build's own
   */
  void keep(String part, YamlNode.Entry entry, Set<String> own) {
    List<String> found = new ArrayList<>(aboveKey(entry.key().span()));
    boolean scalar = entry.value() instanceof YamlNode.Scalar;
    Span last = scalar ? entry.value().span() : colonAfter(entry.key().span());
    String about = entry.key().value() + (scalar ? " " + last.text() : "");
    behind(last).ifPresent(comment -> found.add(about + ": " + comment));
    found.removeAll(own);
    if (!found.isEmpty()) ofParts.computeIfAbsent(part, _ -> new LinkedHashSet<>()).addAll(found);
  }

  /** The comment behind a key whose value stands on the lines below it. */
  static Optional<String> behindKey(Span key) {
    Span head = colonAfter(key);
    String text = key.file().text();
    int end = text.indexOf('\n', head.end());
    String rest = text.substring(head.end(), end < 0 ? text.length() : end).strip();
    // `!` would be a tag
    return rest.startsWith("#") ? behind(head) : Optional.empty();
  }

  private static Span colonAfter(Span key) {
    int colon = key.file().text().indexOf(':', key.end());
    return colon < 0 ? key : new Span(key.file(), key.start(), colon + 1);
  }

  /** What was kept for a part, in the order of the files, each text once. */
  List<String> of(String part) {
    return List.copyOf(ofParts.getOrDefault(part, Set.of()));
  }

  /** The comment lines between a line and the line of code above it, without their signs. */
  static List<String> above(Span line) {
    SourceFile file = line.file();
    Deque<String> found = new ArrayDeque<>();
    int end = file.startOfLine(line.start());
    if (!file.text().substring(end, line.start()).isBlank()) return List.of();
    while (end > 0) {
      int start = file.startOfLine(end - 1);
      String text = file.text().substring(start, end).strip();
      if (!text.isEmpty() && !isComment(text)) break;
      String words = SIGNS.matcher(text).replaceFirst("");
      if (isWorthKeeping(words)) found.addFirst(words.strip());
      end = start;
    }
    return List.copyOf(found);
  }

  /** The same for a key of YAML, which may stand behind the sign of a list's item. */
  static List<String> aboveKey(Span key) {
    String text = key.file().text();
    int start = key.start();
    while (start > 0 && "- ".indexOf(text.charAt(start - 1)) >= 0) start--;
    return above(new Span(key.file(), start, key.end()));
  }

  /** The comment on the same line behind the words and the brace that opens a block. */
  static Optional<String> behind(Span line) {
    String rest = line.file().restOfLine(line.end()).strip().replaceFirst("^\\{\\s*", "");
    if (!rest.startsWith("#") && !rest.startsWith("!")) return Optional.empty();
    String words = SIGNS.matcher(rest).replaceFirst("");
    return Optional.of(words.strip()).filter(Comments::isWorthKeeping);
  }

  /** A rule of signs says nothing, and what vipc wrote it writes again. */
  private static boolean isWorthKeeping(String words) {
    return TEXT.matcher(words).find() && !words.startsWith(OF_VIPC) && !words.equals(OF_VIPC_TOO);
  }

  private static boolean isComment(String text) {
    return text.startsWith("#") || text.startsWith("!");
  }
}
