package dev.vipc.check.haproxy;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One {@code frontend}, {@code backend} or {@code listen}, so far as lines elsewhere need it. */
final class Proxy {
  /** Kinds of rules in the order in which HAProxy runs them. */
  enum RuleKind {
    TCP_CONNECTION("tcp-request connection"),
    TCP_SESSION("tcp-request session"),
    TCP_CONTENT("tcp-request content"),
    MONITOR("monitor fail"),
    HTTP_REQUEST("http-request"),
    REDIRECT("redirect"),
    USE_BACKEND("use_backend"),
    USE_SERVER("use-server");

    final String words;

    RuleKind(String words) {
      this.words = words;
    }
  }

  /** A backend that a line names. */
  record Target(Word name, boolean byDefault) {}

  /** A server whose check needs a port that its line does not give. */
  record Portless(Word name, boolean alert) {}

  /** A server that follows another's state. */
  record Tracking(Word server, Located<String> target) {}

  private final String kind;
  private final String name;
  private final Span place;
  private final ProxySettings settings;
  private final Set<RuleKind> rules = EnumSet.noneOf(RuleKind.class);
  private final List<Target> targets = new ArrayList<>(1);
  private final List<Located<String>> usedServers = new ArrayList<>(0);
  private final List<Portless> portless = new ArrayList<>(0);
  private final Map<String, Span> marks = new HashMap<>(0);
  private final List<CookieServer> cookies = new ArrayList<>(0);
  private final List<Located<Integer>> slots = new ArrayList<>(0);
  private final List<Protocol> protocols = new ArrayList<>(0);
  private int binds;
  private int serverCount;
  private boolean disabled;

  /** A server with a cookie value of its own. */
  record CookieServer(Word name, Span span) {}

  Proxy(String kind, String name, Span place, ProxySettings settings) {
    this.kind = kind;
    this.name = name;
    this.place = place;
    this.settings = settings;
  }

  String kind() {
    return kind;
  }

  String name() {
    return name;
  }

  Span place() {
    return place;
  }

  ProxySettings settings() {
    return settings;
  }

  boolean isFrontend() {
    return kind.equals("frontend") || kind.equals("listen");
  }

  boolean isBackend() {
    return kind.equals("backend") || kind.equals("listen");
  }

  boolean isDefaults() {
    return kind.equals("defaults");
  }

  Set<RuleKind> rules() {
    return rules;
  }

  List<Target> targets() {
    return targets;
  }

  List<Located<String>> usedServers() {
    return usedServers;
  }

  List<Portless> portless() {
    return portless;
  }

  List<CookieServer> cookies() {
    return cookies;
  }

  /** A {@code proto} or {@code check-proto} that the mode or the kind of check must fit. */
  record Protocol(String option, Word name, boolean bind) {}

  List<Protocol> protocols() {
    return protocols;
  }

  /** A rule puts something into a capture slot. */
  void useSlot(int number, Span span) {
    slots.add(new Located<>(number, span));
  }

  List<Located<Integer>> slots() {
    return slots;
  }

  int binds() {
    return binds;
  }

  void addBind() {
    binds++;
  }

  int serverCount() {
    return serverCount;
  }

  void addServer() {
    serverCount++;
  }

  boolean isDisabled() {
    return disabled;
  }

  void setDisabled(boolean disabled) {
    this.disabled = disabled;
  }

  /** Takes note that it has something of its own, such as a rule; the first place counts. */
  void mark(String what, Span span) {
    marks.putIfAbsent(what, span);
  }

  void unmark(String what) {
    marks.remove(what);
  }

  boolean isMarked(String what) {
    return marks.containsKey(what);
  }

  Span markOf(String what) {
    Span span = marks.get(what);
    return span == null ? place : span;
  }

  /** As HAProxy's messages call it. */
  String said() {
    return "`" + kind + " " + name + "`";
  }
}
