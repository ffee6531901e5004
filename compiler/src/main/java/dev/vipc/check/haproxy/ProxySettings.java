package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a proxy is set to: what its {@code defaults} say, and its own lines after that. */
final class ProxySettings {
  /** What the proxy makes of its connections; {@code log} and {@code spop} are newer kinds. */
  enum Mode {
    TCP,
    HTTP,
    OTHER;

    static Mode of(String word) {
      return switch (word) {
        case "tcp" -> TCP;
        case "http" -> HTTP;
        default -> OTHER;
      };
    }
  }

  private final Optional<ProxySettings> defaults;

  /** What its own lines set, and, without a place, what they take back. */
  private Map<String, Optional<Span>> own = new HashMap<>(4);

  private Mode mode = Mode.TCP;
  private String check = "";
  private Optional<Word> defaultBackend = Optional.empty();
  private int slots;

  /** The settings that a section without {@code defaults} has. */
  ProxySettings() {
    this.defaults = Optional.empty();
  }

  /** The same settings, to be changed further. */
  ProxySettings(ProxySettings defaults) {
    this.defaults = Optional.of(defaults);
    mode = defaults.mode;
    check = defaults.check;
    defaultBackend = defaults.defaultBackend;
    slots = defaults.slots;
  }

  Mode mode() {
    return mode;
  }

  boolean isHttp() {
    return mode == Mode.HTTP;
  }

  void setMode(Mode mode) {
    this.mode = mode;
  }

  /** The option that says how servers are checked; empty where none does. */
  String check() {
    return check;
  }

  void setCheck(String option) {
    check = option;
  }

  Optional<Word> defaultBackend() {
    return defaultBackend;
  }

  /** A backend that has one of its own only: that of its {@code defaults} is for frontends. */
  void dropDefaultBackend() {
    defaultBackend = Optional.empty();
  }

  void setDefaultBackend(Word name) {
    defaultBackend = Optional.of(name);
  }

  /** A capture slot is made by {@code declare capture} and by captures with a length. */
  void declareSlot() {
    slots++;
  }

  /** How many capture slots there are, those of its {@code defaults} included. */
  int slots() {
    return slots;
  }

  /** Takes note of a setting by the words that make it, such as {@code timeout client}. */
  void put(String setting, Span span) {
    own.put(setting, Optional.of(span));
  }

  void remove(String setting) {
    own.put(setting, Optional.empty());
  }

  /** Whether the section itself has a value for it, other than that of its {@code defaults}. */
  boolean isOverwritten(String setting) {
    Optional<Span> mine = own.get(setting);
    if (mine == null) return false;
    Optional<String> inherited = defaults.flatMap(base -> base.placeOf(setting)).map(Span::text);
    return !mine.map(Span::text).equals(inherited);
  }

  boolean has(String setting) {
    return placeOf(setting).isPresent();
  }

  Optional<Span> placeOf(String setting) {
    Optional<Span> mine = own.get(setting);
    if (mine != null) return mine;
    return defaults.isPresent() ? defaults.get().placeOf(setting) : Optional.empty();
  }

  /** The section is over, and nobody will ask for its settings; its mode is kept. */
  void forget() {
    own = Map.of();
  }
}
