package dev.vipc.lower.kubevip;

import dev.vipc.keyword.KubeVipName;
import dev.vipc.keyword.KubeVipTable;
import dev.vipc.lower.Pieces;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.KubeVipSettings.Origin;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a container or a command line sets of kube-vip.
 *
 * @param conditional whether a template decides if what stands there is there
 */
record KubeVipSettingsReader(Values values, Predicate<Span> conditional) {
  /** What a template engine or a shell still has to fill in, in forms that are no hole. */
  private static final Pattern GENERATED = Pattern.compile("\\{\\{|\\{%|\\$[A-Za-z_({]");

  /** The {@code env} of a container. */
  Stream<Written> variables(YamlFields container) {
    return container.mappings("env").stream().flatMap(entry -> variable(entry).stream());
  }

  private Optional<Written> variable(YamlFields entry) {
    return entry
        .scalar("name")
        .map(
            name ->
                new Written(
                    Origin.VARIABLE,
                    name,
                    KubeVipTable.get()
                        .variable(name.value())
                        .map(KubeVipName::name)
                        .orElse(name.value()),
                    value(entry),
                    entry.has("valueFrom"),
                    entry.span()));
  }

  private Setting<String> value(YamlFields entry) {
    if (conditional.test(entry.span())) return Setting.unknown(entry.span());
    if (entry.has("valueFrom")) return Setting.unknown(entry.span());
    return entry
        .mapping()
        .get("value")
        .map(
            node ->
                node instanceof Scalar scalar
                    ? given(Pieces.content(scalar))
                    : Setting.<String>unknown(node.span()))
        .orElseGet(Setting::unset);
  }

  private Setting<String> given(Located<String> text) {
    return text.value().isEmpty() ? Setting.unset() : text(text);
  }

  private Setting<String> text(Located<String> text) {
    boolean open = GENERATED.matcher(text.value()).find();
    // asked also where it is open, so that the hole is remembered
    Setting<String> read = values.host(text);
    return open ? Setting.unknown(text.span()) : read;
  }

  /** The flags among the words of a command. */
  Stream<Written> flags(List<Located<String>> words) {
    return KubeVipFlags.of(words).stream()
        .map(
            flag ->
                new Written(
                    Origin.FLAG,
                    flag.name(),
                    KubeVipTable.get()
                        .variableOfFlag(flag.name().value())
                        .map(KubeVipName::name)
                        .orElse(flag.name().value()),
                    conditional.test(flag.entry())
                        ? Setting.unknown(flag.entry())
                        : text(flag.value()),
                    false,
                    flag.entry()));
  }

  /** The keys of a {@code --config-file}. */
  Stream<Written> keys(YamlFields file) {
    return file.mapping().entries().stream()
        .map(
            entry ->
                new Written(
                    Origin.FILE,
                    entry.key().located(),
                    KubeVipConfigKeys.means(entry.key().value()).orElse(entry.key().value()),
                    entry.value() instanceof Scalar scalar
                        ? given(Pieces.content(scalar))
                        : Setting.<String>unknown(entry.value().span()),
                    false,
                    entry.key().span().to(entry.value().span())));
  }
}
