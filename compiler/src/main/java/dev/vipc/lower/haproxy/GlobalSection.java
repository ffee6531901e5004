package dev.vipc.lower.haproxy;

import dev.vipc.lower.Holes;
import dev.vipc.model.Setting;
import dev.vipc.syntax.Statement.Directive;

/** The {@code global} sections of a file; the last line of a setting counts. */
final class GlobalSection {
  private final HaproxyValues values;
  private final Holes holes;
  private Setting<Integer> maxconn = Setting.unset();

  GlobalSection(HaproxyValues values, Holes holes) {
    this.values = values;
    this.holes = holes;
  }

  void take(Directive line) {
    if (line.words().size() < 2) return;
    switch (line.keyword()) {
      case "maxconn" -> maxconn = values.number(line.words().get(1));
      case "setenv", "presetenv" -> define(line);
      default -> {}
    }
  }

  private void define(Directive line) {
    String name = line.words().get(1).value();
    if (line.words().size() == 3) holes.define(name, line.words().get(2).value());
    else holes.define(name);
  }

  Setting<Integer> maxConnections() {
    return maxconn;
  }
}
