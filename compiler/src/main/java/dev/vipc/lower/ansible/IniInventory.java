package dev.vipc.lower.ansible;

import dev.vipc.lower.Pieces;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An inventory in Ansible's form of INI, line by line. */
final class IniInventory {
  private static final Pattern SECTION =
      Pattern.compile("\\[([A-Za-z0-9_. -]+)(?::(vars|children))?]\\s*(?:[#;].*)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\[\\]:-]+");

  /** A blank that is in no quotes ends a word. Possessive: a long line must not fill the stack. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']++|\"[^\"]*+\"|'[^']*+')++");

  private static final Pattern SETTING =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)", Pattern.DOTALL);

  private final InventoryTree tree = new InventoryTree();
  private final Map<String, Located<String>> variables = new LinkedHashMap<>();
  private boolean sound = true;
  private boolean sections;
  private boolean ansible;
  private String group = "ungrouped";
  private String kind = "";

  private IniInventory() {}

  static IniInventory read(SourceFile file) {
    IniInventory inventory = new IniInventory();
    for (int number = 1; number <= file.lineCount() && inventory.sound; number++)
      inventory.line(new Located<>(file.line(number).text(), file.line(number)));
    return inventory;
  }

  /** Whether every line has the form of an inventory's. */
  boolean isSound() {
    return sound && sections;
  }

  /** Whether some host has a variable of Ansible itself. */
  boolean namesAnsible() {
    return ansible;
  }

  InventoryTree tree() {
    return tree;
  }

  /** Those of the sections {@code [group:vars]}. */
  Map<String, Located<String>> variables() {
    return variables;
  }

  private void line(Located<String> line) {
    String text = line.value().strip();
    if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) return;
    Matcher section = SECTION.matcher(text);
    if (section.matches()) {
      sections = true;
      group = section.group(1);
      kind = section.group(2) == null ? "" : section.group(2);
    } else if (kind.equals("vars")) variable(line);
    else if (kind.equals("children")) child(text);
    else host(line);
  }

  private void variable(Located<String> line) {
    setting(line)
        .ifPresentOrElse(s -> variables.put(s.getKey(), s.getValue()), () -> sound = false);
  }

  private void child(String text) {
    String name = text.split("\\s", 2)[0];
    if (NAME.matcher(name).matches()) tree.addChild(group, name);
    else sound = false;
  }

  private void host(Located<String> line) {
    List<Located<String>> words = words(line);
    Map<String, Located<String>> own = new LinkedHashMap<>();
    for (Located<String> word : words.subList(Math.min(1, words.size()), words.size())) {
      Optional<Map.Entry<String, Located<String>>> setting = setting(word);
      setting.ifPresent(s -> own.put(s.getKey(), s.getValue()));
      sound &= setting.isPresent();
    }
    sound &= !words.isEmpty() && NAME.matcher(words.getFirst().value()).matches();
    if (!sound) return;
    ansible |= own.keySet().stream().anyMatch(key -> key.startsWith("ansible_"));
    tree.add(group, withoutPort(words.getFirst()), own);
  }

  /** The words before a comment. */
  private static List<Located<String>> words(Located<String> line) {
    List<Located<String>> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.value());
    while (word.find() && !word.group().startsWith("#"))
      words.add(Pieces.part(line, word.start(), word.end()));
    return words;
  }

  /** {@code host:2222} is a host with a port for SSH. */
  private static Located<String> withoutPort(Located<String> name) {
    Matcher port = Pattern.compile("([^:\\[\\]]+):\\d+").matcher(name.value());
    return port.matches() ? Pieces.part(name, 0, port.end(1)) : name;
  }

  private static Optional<Map.Entry<String, Located<String>>> setting(Located<String> text) {
    Matcher setting = SETTING.matcher(text.value().strip());
    if (!setting.matches()) return Optional.empty();
    int start = text.value().indexOf('=') + 1;
    return Optional.of(Map.entry(setting.group(1), value(text, start)));
  }

  /** Without blanks and quotes around it. */
  private static Located<String> value(Located<String> text, int from) {
    String whole = text.value();
    int start = from;
    int end = whole.length();
    while (start < end && Character.isWhitespace(whole.charAt(start))) start++;
    while (end > start && Character.isWhitespace(whole.charAt(end - 1))) end--;
    boolean quoted =
        end - start >= 2
            && "\"'".indexOf(whole.charAt(start)) >= 0
            && whole.charAt(end - 1) == whole.charAt(start);
    return quoted ? Pieces.part(text, start + 1, end - 1) : Pieces.part(text, start, end);
  }
}
