package dev.vipc.lower;

import dev.vipc.model.Hole;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The holes of one template, gathered while its format reads it: {@code ${NAME}} and {@code <name>}
 * anywhere, a bare word in capitals only where a host, an address or a port belongs.
 */
public final class Holes {
  private static final Pattern MARKED =
      Pattern.compile("\\$\\{(?<braces>[A-Za-z_][A-Za-z0-9_]*)}|<(?<angles>[A-Za-z][^<>\n]*)>");
  private static final Pattern CAPITALS =
      Pattern.compile(
          "(?<![A-Za-z0-9_.-])(?<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|V?IP|HOST|HOSTNAME|PORT|ADDRESS)"
              + "(?![A-Za-z0-9_.-])");

  private final Set<String> defined = new HashSet<>();
  private final List<Hole> found = new ArrayList<>();

  /** Takes a name as assigned, so that {@code ${NAME}} is no hole from here on. */
  public void define(String name) {
    defined.add(name);
  }

  /** Whether the text holds a marked hole; each is remembered. */
  public boolean in(Located<String> text) {
    boolean any = false;
    String raw = text.span().text();
    if (raw.indexOf('<') < 0 && raw.indexOf('$') < 0) return false;
    for (Matcher m = MARKED.matcher(raw); m.find(); ) {
      String name = m.group("braces") != null ? m.group("braces") : m.group("angles");
      if (m.group("braces") != null && defined.contains(name)) continue;
      remember(m.group(), text.span().part(m.start(), m.end()));
      any = true;
    }
    return any;
  }

  /** Like {@link #in}, for a text that is a host, an address, a port or a URL of them. */
  public boolean inHost(Located<String> text) {
    if (in(text)) return true;
    boolean any = false;
    for (Matcher m = CAPITALS.matcher(text.span().text()); m.find(); ) {
      remember(m.group("name"), text.span().part(m.start(), m.end()));
      any = true;
    }
    return any;
  }

  /** The holes met so far, in the order met; the name as written, marks included. */
  public List<Hole> found() {
    return List.copyOf(found);
  }

  private void remember(String name, Span place) {
    found.add(new Hole(new Located<>(name, place)));
  }
}
