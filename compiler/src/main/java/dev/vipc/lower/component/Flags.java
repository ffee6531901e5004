package dev.vipc.lower.component;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.ComponentFlags.Flag;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The flags of one component as they were written, their values not yet understood. */
public final class Flags {
  private record Written(Located<String> name, Optional<Located<String>> value, Span entry) {}

  private final List<Written> all = new ArrayList<>();
  private final Values values;

  private Flags(Values values) {
    this.values = values;
  }

  /**
   * Of kubeadm's {@code extraArgs}: a mapping up to v1beta3, a list of name and value since
   * v1beta4, where the last of a repeated name counts.
   */
  public static Flags of(YamlFields owner, String key) {
    Flags flags = new Flags(owner.values());
    owner.at(key).mapping().entries().forEach(flags::entry);
    for (YamlFields item : owner.mappings(key))
      item.scalar("name").ifPresent(name -> flags.add(name, item.scalar("value"), entryOf(item)));
    return flags;
  }

  /** Of a command's words behind the program's: {@code --name=value}, or name and value in two. */
  public static Flags ofWords(List<YamlNode> words, Values values) {
    Flags flags = new Flags(values);
    List<Located<String>> texts = new ArrayList<>();
    for (YamlNode word : words)
      if (word instanceof Scalar scalar) texts.add(Pieces.content(scalar));
    for (int i = 0; i < texts.size(); i++) {
      Located<String> text = texts.get(i);
      if (!text.value().startsWith("-")) continue;
      int start = text.value().startsWith("--") ? 2 : 1;
      int equals = text.value().indexOf('=');
      if (equals > start) {
        Located<String> name = Pieces.part(text, start, equals);
        Located<String> value = Pieces.part(text, equals + 1, text.value().length());
        flags.add(name, Optional.of(value), text.span());
      } else {
        boolean next = i + 1 < texts.size() && !texts.get(i + 1).value().startsWith("-");
        Optional<Located<String>> value = next ? Optional.of(texts.get(++i)) : Optional.empty();
        Span entry = value.map(v -> text.span().to(v.span())).orElse(text.span());
        flags.add(Pieces.part(text, start, text.value().length()), value, entry);
      }
    }
    return flags;
  }

  private void entry(Entry entry) {
    if (entry.value() instanceof Scalar scalar)
      add(
          Pieces.content(entry.key()),
          Optional.of(Pieces.content(scalar)),
          entry.key().span().to(scalar.span()));
  }

  private void add(Located<String> name, Optional<Located<String>> value, Span entry) {
    all.add(new Written(name, value, entry));
  }

  /** A mapping ends before the line end behind its last value. */
  private static Span entryOf(YamlFields item) {
    List<Entry> entries = item.mapping().entries();
    return entries.getFirst().key().span().to(entries.getLast().value().span());
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The value of the last flag of that name. */
  public Optional<Located<String>> get(String name) {
    return all.reversed().stream()
        .filter(flag -> flag.name().value().equals(name))
        .findFirst()
        .flatMap(Written::value);
  }

  /** The pieces between the commas of a flag's value. */
  public List<Located<String>> pieces(String name) {
    return get(name).stream().flatMap(text -> Pieces.split(text, ',').stream()).toList();
  }

  public ComponentFlags part(Component component, ComponentFlags.Origin origin, Span place) {
    return new ComponentFlags(component, origin, all.stream().map(this::flag).toList(), place);
  }

  private Flag flag(Written flag) {
    Setting<String> value = flag.value().map(this::value).orElseGet(Setting::unset);
    return new Flag(flag.name(), value, flag.entry());
  }

  private Setting<String> value(Located<String> text) {
    return text.value().contains("{{") ? Setting.unknown(text.span()) : values.text(text);
  }

  public Values values() {
    return values;
  }
}
