package dev.vipc.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter by its name, what it does as a function. */
record NamedFilter(String name, Body body) implements Filter {
  /** What a filter gives for a value; null is Jinja2's undefined. */
  @FunctionalInterface
  interface Body {
    @Nullable Object of(@Nullable Object value, Arguments arguments);
  }

  /** Arguments by place and by name. */
  record Arguments(JinjavaInterpreter interpreter, List<Object> placed, Map<String, Object> named) {
    /** The argument as a text, or another text where it was not given. */
    String text(int place, String name, String otherwise) {
      @Nullable Object given = get(place, name);
      return given == null ? otherwise : Shown.of(given);
    }

    @Nullable Object get(int place, String name) {
      return named.containsKey(name)
          ? named.get(name)
          : place < placed.size() ? placed.get(place) : null;
    }

    boolean isTrue(int place, String name) {
      return Shown.isTrue(get(place, name));
    }
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  @SuppressWarnings("NullAway") // the library takes null for undefined
  public Object filter(
      Object value, JinjavaInterpreter interpreter, Object[] placed, Map<String, Object> named) {
    return body.of(value, new Arguments(interpreter, Arrays.asList(placed), named));
  }

  @Override
  @SuppressWarnings("NullAway") // the library takes null for undefined
  public Object filter(Object value, JinjavaInterpreter interpreter, String... placed) {
    return body.of(value, new Arguments(interpreter, List.of((Object[]) placed), Map.of()));
  }
}
