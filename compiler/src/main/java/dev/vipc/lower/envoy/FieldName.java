package dev.vipc.lower.envoy;

import java.util.Locale;
import java.util.regex.Pattern;

/** The two forms of a field's name: its definition's, and that of protobuf's JSON. */
public final class FieldName {
  private static final Pattern CAPITAL = Pattern.compile("([A-Z])");
  private static final Pattern LETTER = Pattern.compile("_([a-z])");

  private FieldName() {}

  /** {@code connect_timeout} of {@code connectTimeout}. */
  public static String snake(String name) {
    return CAPITAL.matcher(name).replaceAll(m -> "_" + m.group(1).toLowerCase(Locale.ROOT));
  }

  /** {@code connectTimeout} of {@code connect_timeout}. */
  public static String camel(String name) {
    return LETTER.matcher(name).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }
}
