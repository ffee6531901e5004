package dev.vipc.lower;

import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The keys of one YAML mapping, read into settings. An empty text counts as unset, as the programs
 * that read these files take it; a mapping where a text belongs is the schema's finding and has no
 * value here.
 */
public record YamlFields(Mapping mapping, Values values) {
  /** What a template engine or a shell still has to fill in, in forms that are no hole. */
  private static final Pattern GENERATED = Pattern.compile("\\{\\{|\\{%|\\$[A-Za-z_(]");

  /** Reads a key's text by one of the methods of {@link Values}. */
  public <T> Setting<T> read(String key, Function<Located<String>, Setting<T>> how) {
    return mapping.get(key).map(node -> setting(node, how)).orElseGet(Setting::unset);
  }

  public Setting<String> text(String key) {
    return read(key, values::text);
  }

  /** A host name or address. */
  public Setting<String> host(String key) {
    return read(key, values::host);
  }

  /** 1..65535. */
  public Setting<Integer> port(String key) {
    return read(key, values::port);
  }

  /** {@code true} or {@code false}. */
  public Setting<Boolean> flag(String key) {
    return read(key, text -> values.read(text, YamlFields::parseFlag));
  }

  private static Optional<Boolean> parseFlag(String text) {
    return text.equals("true") || text.equals("false")
        ? Optional.of(text.equals("true"))
        : Optional.empty();
  }

  public boolean isTrue(String key) {
    return mapping.scalar(key).filter(scalar -> scalar.value().equals("true")).isPresent();
  }

  /** Each item of a list. */
  public <T> List<Setting<T>> list(String key, Function<Located<String>, Setting<T>> how) {
    return mapping.items(key).stream()
        .map(item -> setting(item, how))
        .filter(setting -> !setting.isUnset())
        .toList();
  }

  /** Each piece of a text with commas between them. */
  public <T> List<Setting<T>> commaList(String key, Function<Located<String>, Setting<T>> how) {
    return mapping.scalar(key).stream()
        .map(Pieces::content)
        .flatMap(text -> Pieces.split(text, ',').stream())
        .map(piece -> located(piece, how))
        .toList();
  }

  /** The mapping below a key, or an empty one. */
  public YamlFields at(String key) {
    return new YamlFields(
        mapping.mapping(key).orElseGet(() -> new Mapping(List.of(), mapping.span())), values);
  }

  public boolean has(String key) {
    return mapping.get(key).isPresent();
  }

  /** The items of a list that are mappings. */
  public List<YamlFields> mappings(String key) {
    return mapping.items(key).stream()
        .flatMap(
            item ->
                item instanceof Mapping m
                    ? Optional.of(m).stream()
                    : Optional.<Mapping>empty().stream())
        .map(item -> new YamlFields(item, values))
        .toList();
  }

  /** A key's text with its place, quotes removed; absent also where it is empty. */
  public Optional<Located<String>> scalar(String key) {
    return mapping.scalar(key).map(Pieces::content).filter(text -> !text.value().isEmpty());
  }

  public Span span() {
    return mapping.span();
  }

  private static <T> Setting<T> setting(YamlNode node, Function<Located<String>, Setting<T>> how) {
    if (!(node instanceof Scalar scalar)) return Setting.unknown(node.span());
    return scalar.value().isEmpty() ? Setting.unset() : located(Pieces.content(scalar), how);
  }

  private static <T> Setting<T> located(
      Located<String> text, Function<Located<String>, Setting<T>> how) {
    return GENERATED.matcher(text.value()).find() ? Setting.unknown(text.span()) : how.apply(text);
  }
}
