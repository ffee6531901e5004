package dev.vipc.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import jinjava.javax.el.MethodNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The methods that an expression may call: those of Python's strings, dictionaries and lists that
 * templates use. Nothing of Java can be called, so a template reaches neither a class nor a file.
 */
final class PythonMethods extends ELResolver {
  private static final Pattern INDEX = Pattern.compile("-?\\d{1,6}");

  @Override
  @SuppressWarnings("NullAway") // null says that another resolver is asked
  public Object invoke(
      ELContext context,
      @Nullable Object base,
      @Nullable Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] parameters) {
    if (base instanceof NamedFilter filter && method != null && method.equals("filter")) {
      // not by reflection, which would wrap an error that ends the evaluation
      context.setPropertyResolved(true);
      return filtered(filter, parameters == null ? new Object[0] : parameters);
    }
    if (isOfEngine(base, String.valueOf(method))) return null;
    List<Object> arguments = parameters == null ? List.of() : Arrays.asList(parameters);
    Object answer = call(base, String.valueOf(method), arguments);
    context.setPropertyResolved(true);
    return answer;
  }

  /** What jinjava gives a filter: value, interpreter, arguments by place and by name. */
  @SuppressWarnings({"unchecked", "NullAway"}) // the library's own shape, which may hold null
  private static Object filtered(NamedFilter filter, Object[] given) {
    Object[] placed = given.length > 2 ? (Object[]) given[2] : new Object[0];
    Map<String, Object> named = given.length > 3 ? (Map<String, Object>) given[3] : Map.of();
    return filter.filter(given[0], (JinjavaInterpreter) given[1], placed, named);
  }

  /** Filters and tests are called as methods too. */
  private static boolean isOfEngine(@Nullable Object base, String method) {
    return base instanceof Filter && method.equals("filter")
        || base instanceof ExpTest && method.startsWith("evaluate");
  }

  private static Object call(@Nullable Object base, String name, List<Object> arguments) {
    return switch (base) {
      case Map<?, ?> map -> ofMap(map, name, arguments);
      case List<?> list -> ofList(list, name, arguments);
      case CharSequence text -> ofText(text.toString(), name, arguments);
      case null, default -> throw unknown(name);
    };
  }

  private static Object ofMap(Map<?, ?> map, String name, List<Object> arguments) {
    return switch (name) {
      case "items" -> map.entrySet().stream().map(e -> listOf(e.getKey(), e.getValue())).toList();
      case "keys" -> new ArrayList<>(map.keySet());
      case "values" -> new ArrayList<>(map.values());
      case "get" -> {
        Object found = map.get(text(arguments, 0));
        yield found != null || arguments.size() < 2 ? nullable(found) : arguments.get(1);
      }
      default -> throw unknown(name);
    };
  }

  /** The answer may be null there, which the library's signature does not say. */
  @SuppressWarnings("NullAway")
  private static Object nullable(@Nullable Object value) {
    return value;
  }

  private static List<Object> listOf(@Nullable Object key, @Nullable Object value) {
    List<Object> pair = new ArrayList<>();
    pair.add(nullable(key));
    pair.add(nullable(value));
    return pair;
  }

  @SuppressWarnings("unchecked") // a list of a template holds anything
  private static Object ofList(List<?> list, String name, List<Object> arguments) {
    return switch (name) {
      case "append" -> ((List<Object>) list).add(arguments.getFirst());
      case "extend" -> ((List<Object>) list).addAll((List<Object>) arguments.getFirst());
      case "index" -> (long) list.indexOf(arguments.getFirst());
      case "count" -> (long) Collections.frequency(list, arguments.getFirst());
      default -> throw unknown(name);
    };
  }

  private static Object ofText(String text, String name, List<Object> arguments) {
    return switch (name) {
      case "startswith" -> text.startsWith(text(arguments, 0));
      case "endswith" -> text.endsWith(text(arguments, 0));
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "strip" -> stripped(text, arguments, true, true);
      case "lstrip" -> stripped(text, arguments, true, false);
      case "rstrip" -> stripped(text, arguments, false, true);
      case "replace" -> text.replace(text(arguments, 0), text(arguments, 1));
      case "split" -> split(text, arguments);
      case "splitlines" -> text.lines().toList();
      case "find" -> (long) text.indexOf(text(arguments, 0));
      case "count" -> (long) text.split(Pattern.quote(text(arguments, 0)), -1).length - 1;
      case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
      case "join" ->
          String.join(
              text, ((List<?>) arguments.getFirst()).stream().map(Objects::toString).toList());
      default -> throw unknown(name);
    };
  }

  private static String stripped(String text, List<Object> arguments, boolean left, boolean right) {
    String set = arguments.isEmpty() ? " \t\r\n\f" : text(arguments, 0);
    int start = 0;
    int end = text.length();
    while (left && start < end && set.indexOf(text.charAt(start)) >= 0) start++;
    while (right && end > start && set.indexOf(text.charAt(end - 1)) >= 0) end--;
    return text.substring(start, end);
  }

  private static List<String> split(String text, List<Object> arguments) {
    if (arguments.isEmpty())
      return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
    int limit = arguments.size() > 1 ? Integer.parseInt(text(arguments, 1)) + 1 : -1;
    return Arrays.asList(text.split(Pattern.quote(text(arguments, 0)), limit));
  }

  private static String text(List<Object> arguments, int at) {
    if (at >= arguments.size()) throw new MethodNotFoundException("an argument is missing");
    return String.valueOf(arguments.get(at));
  }

  private static MethodNotFoundException unknown(String name) {
    return new MethodNotFoundException("`%s` is no method that vipc knows".formatted(name));
  }

  @Override
  @SuppressWarnings("NullAway") // null says that another resolver is asked
  public Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
    String place = String.valueOf(property);
    if (base instanceof CharSequence text && INDEX.matcher(place).matches()) {
      context.setPropertyResolved(true);
      int at = Integer.parseInt(place);
      int index = at < 0 ? text.length() + at : at;
      return index >= 0 && index < text.length() ? String.valueOf(text.charAt(index)) : null;
    }
    return null;
  }

  @Override
  @SuppressWarnings("NullAway") // null says that another resolver is asked
  public Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
    return null;
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
    return Object.class;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(
      ELContext context, @Nullable Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
    return true;
  }

  @Override
  public void setValue(
      ELContext context,
      @Nullable Object base,
      @Nullable Object property,
      @Nullable Object value) {}
}
