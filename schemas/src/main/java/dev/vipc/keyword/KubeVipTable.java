package dev.vipc.keyword;

import dev.vipc.keyword.KubeVipName.Default;
import dev.vipc.keyword.KubeVipName.Range;
import dev.vipc.keyword.KubeVipName.Type;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What kube-vip reads, of every release: {@code kube-vip.yaml} beside this class. */
public final class KubeVipTable {
  /** Read when it is first asked for: most runs meet no kube-vip. */
  private static final class Read {
    static final KubeVipTable TABLE = new KubeVipTable();
  }

  private final Map<String, KubeVipName> variables;
  private final Map<String, KubeVipName> flags;
  private final Map<String, KubeVipName> variableOfFlag = new LinkedHashMap<>();
  private final Release newest;

  private KubeVipTable() {
    Mapping root =
        (Mapping) YamlSyntax.parse(new SourceFile("kube-vip.yaml", text()), _ -> {}).getFirst();
    newest = Release.of(field(root, "newest"));
    variables = names(root.items("variables"), false);
    flags = names(root.items("flags"), true);
    for (KubeVipName variable : variables.values())
      for (String flag : variable.flags()) variableOfFlag.putIfAbsent(flag, variable);
  }

  public static KubeVipTable get() {
    return Read.TABLE;
  }

  /** A variable of some release. kube-vip reads EGRESS_CLEAN in capitals too. */
  public Optional<KubeVipName> variable(String name) {
    String asked = name.equals("EGRESS_CLEAN") ? name.toLowerCase(Locale.ROOT) : name;
    return Optional.ofNullable(variables.get(asked));
  }

  /** A flag of some release, without its dashes. */
  public Optional<KubeVipName> flag(String name) {
    return Optional.ofNullable(flags.get(name));
  }

  /** The variable that sets the same as a flag. */
  public Optional<KubeVipName> variableOfFlag(String flag) {
    return Optional.ofNullable(variableOfFlag.get(flag));
  }

  public Collection<KubeVipName> variables() {
    return Collections.unmodifiableCollection(variables.values());
  }

  public Collection<KubeVipName> flags() {
    return Collections.unmodifiableCollection(flags.values());
  }

  public Release newest() {
    return newest;
  }

  /**
   * What counts for a variable at a release where neither it nor its flag is written; absent where
   * that is not known.
   */
  public Optional<String> defaultOf(String variable, Release release) {
    KubeVipName row = variables.get(variable);
    if (row == null) return Optional.empty();
    return row.defaultAt(release)
        .or(
            () ->
                row.flags().stream()
                    .map(flags::get)
                    .filter(Objects::nonNull)
                    .flatMap(flag -> flag.defaultAt(release).stream())
                    .findFirst());
  }

  private static Map<String, KubeVipName> names(List<YamlNode> rows, boolean flag) {
    Map<String, KubeVipName> names = new LinkedHashMap<>();
    for (YamlNode row : rows) {
      KubeVipName name = name((Mapping) row, flag);
      names.put(name.name(), name);
    }
    return names;
  }

  private static KubeVipName name(Mapping row, boolean flag) {
    return new KubeVipName(
        field(row, "name"),
        flag,
        Type.valueOf(field(row, "type").toUpperCase(Locale.ROOT)),
        optional(row, "range").map(KubeVipTable::range),
        optional(row, "since").map(Release::of),
        optional(row, "last").map(Release::of),
        texts(row, "default").map(KubeVipTable::defaulted).toList(),
        texts(row, "flags").toList(),
        field(row, "key"),
        field(row, "instead"));
  }

  private static Range range(String text) {
    int dots = text.indexOf("..");
    return new Range(
        new BigInteger(text.substring(0, dots)), new BigInteger(text.substring(dots + 2)));
  }

  private static Default defaulted(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Default(Optional.empty(), text)
        : new Default(
            Optional.of(Release.of(text.substring(0, equals))), text.substring(equals + 1));
  }

  private static Stream<String> texts(Mapping row, String key) {
    return row.items(key).stream().map(item -> ((Scalar) item).value());
  }

  private static Optional<String> optional(Mapping row, String key) {
    return row.scalar(key).map(Scalar::value);
  }

  private static String field(Mapping row, String key) {
    return optional(row, key).orElse("");
  }

  private static String text() {
    try (InputStream in = KubeVipTable.class.getResourceAsStream("kube-vip.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
