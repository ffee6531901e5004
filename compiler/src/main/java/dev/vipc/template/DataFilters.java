package dev.vipc.template;

import com.hubspot.jinjava.lib.filter.Filter;
import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlSyntax;
import dev.vipc.template.NamedFilter.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ansible's filters on lists, dictionaries, numbers and addresses. */
final class DataFilters {
  private static final Comparator<Object> ORDER = DataFilters::compare;

  private DataFilters() {}

  static List<NamedFilter> all() {
    return List.of(
        new NamedFilter("bool", (v, _) -> Shown.isTrue(v)),
        new NamedFilter("int", DataFilters::integer),
        new NamedFilter("ternary", DataFilters::ternary),
        new NamedFilter("mandatory", (v, _) -> v),
        new NamedFilter("join", DataFilters::join),
        new NamedFilter("list", (v, _) -> new ArrayList<>(items(v))),
        new NamedFilter("first", (v, _) -> items(v).stream().findFirst().orElse(null)),
        new NamedFilter("last", (v, _) -> items(v).stream().reduce((_, b) -> b).orElse(null)),
        new NamedFilter("reverse", (v, _) -> reversed(v)),
        new NamedFilter("map", DataFilters::map),
        new NamedFilter("extract", (v, a) -> extract(v, a.placed())),
        new NamedFilter("flatten", (v, _) -> flat(v)),
        new NamedFilter("min", (v, _) -> items(v).stream().min(ORDER).orElse(null)),
        new NamedFilter("max", (v, _) -> items(v).stream().max(ORDER).orElse(null)),
        new NamedFilter("combine", DataFilters::combine),
        new NamedFilter("dict2items", (v, _) -> pairs(v)),
        new NamedFilter("items2dict", (v, _) -> dictionary(v)),
        new NamedFilter("to_json", (v, _) -> new PlainJson(false).of(v)),
        new NamedFilter("to_nice_json", (v, _) -> new PlainJson(true).of(v)),
        new NamedFilter("from_json", (v, _) -> yaml(v)),
        new NamedFilter("from_yaml", (v, _) -> yaml(v)),
        new NamedFilter("to_yaml", (v, _) -> new PlainYaml(false).of(v)),
        new NamedFilter("to_nice_yaml", (v, _) -> new PlainYaml(true).of(v)),
        new NamedFilter("ipaddr", (v, a) -> address(v, a.text(0, "query", ""), 0)),
        new NamedFilter("ansible.utils.ipaddr", (v, a) -> address(v, a.text(0, "query", ""), 0)),
        new NamedFilter("ipv4", (v, a) -> address(v, a.text(0, "query", ""), 32)),
        new NamedFilter("ipv6", (v, a) -> address(v, a.text(0, "query", ""), 128)),
        new NamedFilter("ipwrap", (v, _) -> wrapped(Shown.of(v))),
        new NamedFilter("ansible.utils.ipwrap", (v, _) -> wrapped(Shown.of(v))));
  }

  private static int compare(Object one, Object other) {
    return one instanceof Number a && other instanceof Number b
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : Shown.of(one).compareTo(Shown.of(other));
  }

  private static Object integer(@Nullable Object value, Arguments arguments) {
    String text = Shown.of(value).strip();
    try {
      int base = Integer.parseInt(arguments.text(1, "base", "10"));
      return base == 10 ? (long) Double.parseDouble(text) : Long.parseLong(text, base);
    } catch (NumberFormatException _) {
      return Long.parseLong(arguments.text(0, "default", "0"));
    }
  }

  private static @Nullable Object ternary(@Nullable Object value, Arguments arguments) {
    return arguments.get(
        Shown.isTrue(value) ? 0 : 1, Shown.isTrue(value) ? "true_val" : "false_val");
  }

  private static String join(@Nullable Object value, Arguments arguments) {
    String between = arguments.text(0, "d", "");
    return String.join(between, items(value).stream().map(Shown::of).toList());
  }

  /** A list's items, a dictionary's keys, a text's characters. */
  private static Collection<Object> items(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      case Iterable<?> items -> {
        List<Object> all = new ArrayList<>();
        items.forEach(all::add);
        yield all;
      }
      case Object[] items -> new ArrayList<>(Arrays.asList(items));
      case CharSequence text -> text.chars().mapToObj(c -> (Object) Character.toString(c)).toList();
      case null, default -> List.of();
    };
  }

  private static Object reversed(@Nullable Object value) {
    return value instanceof CharSequence text
        ? new StringBuilder(text).reverse().toString()
        : new ArrayList<>(items(value)).reversed();
  }

  private static Object map(@Nullable Object value, Arguments arguments) {
    List<Object> mapped = new ArrayList<>();
    Object attribute = arguments.named().get("attribute");
    for (Object item : items(value))
      mapped.add(
          attribute != null ? attribute(item, Shown.of(attribute)) : filtered(item, arguments));
    return mapped;
  }

  @SuppressWarnings("NullAway") // a list of a template may hold undefined
  private static Object attribute(@Nullable Object item, String path) {
    Object at = item;
    for (String name : path.split("\\.", -1))
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    return at;
  }

  @SuppressWarnings("NullAway") // a list of a template may hold undefined
  private static Object filtered(Object item, Arguments arguments) {
    String name = arguments.text(0, "filter", "");
    List<Object> rest = arguments.placed().subList(1, arguments.placed().size());
    Filter filter = arguments.interpreter().getContext().getFilter(name);
    return filter == null
        ? null
        : filter.filter(item, arguments.interpreter(), rest.toArray(), arguments.named());
  }

  @SuppressWarnings("NullAway") // what is not there is undefined
  private static Object extract(@Nullable Object key, List<Object> arguments) {
    if (arguments.isEmpty()) return null;
    Object found =
        switch (arguments.getFirst()) {
          case Map<?, ?> map -> map.get(key);
          case List<?> list when key instanceof Number at -> list.get(at.intValue());
          default -> null;
        };
    for (Object more : arguments.subList(1, arguments.size()))
      for (Object step : more instanceof List<?> steps ? steps : List.of(more))
        found = found instanceof Map<?, ?> map ? map.get(step) : null;
    return found;
  }

  private static List<Object> flat(@Nullable Object value) {
    List<Object> all = new ArrayList<>();
    for (Object item : items(value))
      if (item instanceof Collection<?>) all.addAll(flat(item));
      else all.add(item);
    return all;
  }

  private static Object combine(@Nullable Object value, Arguments arguments) {
    Map<Object, Object> all = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) all.putAll(map);
    for (Object more : arguments.placed()) if (more instanceof Map<?, ?> map) all.putAll(map);
    return all;
  }

  private static Object pairs(@Nullable Object value) {
    List<Object> pairs = new ArrayList<>();
    if (value instanceof Map<?, ?> map)
      map.forEach(
          (key, item) -> {
            Map<String, Object> pair = new LinkedHashMap<>();
            pair.put("key", key);
            pair.put("value", item);
            pairs.add(pair);
          });
    return pairs;
  }

  private static Object dictionary(@Nullable Object value) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Object item : items(value))
      if (item instanceof Map<?, ?> pair) map.put(pair.get("key"), pair.get("value"));
    return map;
  }

  private static @Nullable Object yaml(@Nullable Object value) {
    return YamlSyntax.parse(new SourceFile("", Shown.of(value)), _ -> {}).stream()
        .findFirst()
        .map(PlainValues::of)
        .orElse(null);
  }

  /** ansible.utils.ipaddr for one value: false for what is no address, or of another family. */
  private static Object address(@Nullable Object value, String query, int bits) {
    if (value instanceof Collection<?> items)
      return items.stream()
          .map(item -> address(item, query, bits))
          .filter(found -> !found.equals(false))
          .toList();
    String text = Shown.of(value).strip();
    Optional<Cidr> network = Cidr.parse(text);
    Optional<IpAddress> address = network.map(Cidr::address).or(() -> IpAddress.parse(text));
    if (address.isEmpty() || (bits != 0 && address.get().bits() != bits)) return false;
    int prefix = network.map(Cidr::prefixLength).orElse(address.get().bits());
    Cidr whole = new Cidr(address.get(), prefix);
    return switch (query) {
      case "" -> text;
      case "address", "ip" -> address.get().toString();
      case "prefix" -> (long) prefix;
      case "network", "network_id" -> whole.network().toString();
      case "net", "subnet", "network/prefix" -> whole.network() + "/" + prefix;
      case "host", "host/prefix", "address/prefix" -> address.get() + "/" + prefix;
      case "version" -> address.get().isV6() ? 6L : 4L;
      case "netmask" -> netmask(address.get().bits(), prefix);
      default -> throw new IllegalArgumentException("`ipaddr('%s')` is not known".formatted(query));
    };
  }

  private static Object netmask(int bits, int prefix) {
    if (bits != 32) return false;
    long mask = prefix == 0 ? 0 : 0xFFFFFFFFL << (32 - prefix) & 0xFFFFFFFFL;
    return "%d.%d.%d.%d".formatted(mask >> 24, mask >> 16 & 255, mask >> 8 & 255, mask & 255);
  }

  private static String wrapped(String text) {
    boolean bare =
        IpAddress.parse(text).filter(IpAddress::isV6).isPresent() && !text.startsWith("[");
    return bare ? "[" + text + "]" : text;
  }
}
