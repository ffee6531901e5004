package dev.vipc.template;

import com.google.re2j.Pattern;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Ansible's tests: {@code is version('1.2', '>=')}, {@code is match('…')} and others. */
final class AnsibleTests {
  private record Named(String name, BiPredicate<@Nullable Object, Object[]> body)
      implements ExpTest {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean evaluate(Object value, JinjavaInterpreter interpreter, Object... arguments) {
      return body.test(value, spread(arguments));
    }

    /** Of several arguments jinjava makes one list. */
    private static Object[] spread(Object[] arguments) {
      if (arguments.length != 1) return arguments;
      return switch (arguments[0]) {
        case Collection<?> items -> items.toArray();
        case Object[] items -> items;
        case null, default -> arguments;
      };
    }
  }

  private AnsibleTests() {}

  static List<ExpTest> all() {
    return List.of(
        new Named("version", AnsibleTests::version),
        new Named("version_compare", AnsibleTests::version),
        new Named("match", (v, a) -> regex(a).matcher(Shown.of(v)).lookingAt()),
        new Named("search", (v, a) -> regex(a).matcher(Shown.of(v)).find()),
        new Named("regex", (v, a) -> regex(a).matcher(Shown.of(v)).find()),
        new Named("contains", (v, a) -> v instanceof List<?> list && list.contains(a[0])),
        new Named("truthy", (v, _) -> Shown.isTrue(v)),
        new Named("falsy", (v, _) -> !Shown.isTrue(v)));
  }

  private static Pattern regex(Object[] arguments) {
    return Pattern.compile(Shown.of(arguments[0]));
  }

  private static boolean version(@Nullable Object value, Object[] arguments) {
    int order = compare(Shown.of(value), Shown.of(arguments[0]));
    return switch (arguments.length > 1 ? Shown.of(arguments[1]) : "==") {
      case "<", "lt" -> order < 0;
      case "<=", "le" -> order <= 0;
      case ">", "gt" -> order > 0;
      case ">=", "ge" -> order >= 0;
      case "!=", "<>", "ne" -> order != 0;
      default -> order == 0;
    };
  }

  private static int compare(String one, String other) {
    String[] a = one.replaceFirst("^v", "").split("[.+-]", -1);
    String[] b = other.replaceFirst("^v", "").split("[.+-]", -1);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = piece(i < a.length ? a[i] : "0", i < b.length ? b[i] : "0");
      if (order != 0) return order;
    }
    return 0;
  }

  private static int piece(String one, String other) {
    boolean numbers = one.matches("\\d{1,18}") && other.matches("\\d{1,18}");
    return numbers
        ? Long.compare(Long.parseLong(one), Long.parseLong(other))
        : one.compareTo(other);
  }
}
