package dev.vipc.check.haproxy;

import dev.vipc.keyword.KeywordTable;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may stand within arguments: expressions, conditions, format strings, addresses. */
final class Language {
  private final Verdicts out;
  private final References references;
  private final Environment environment;
  private final Samples samples;
  private final Acls acls;
  private final LogFormat formats;
  private final ServerIndex servers = new ServerIndex();
  private final Set<String> global = new HashSet<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private String localPeer = "";
  private ServerLine.@Nullable Repeated repeatedServer;

  Language(KeywordTable expressions, Verdicts out, Environment environment) {
    this.out = out;
    this.references = new References(out, servers);
    this.environment = environment;
    this.samples = new Samples(expressions, out, references);
    this.acls = new Acls(expressions, samples, out);
    this.formats = new LogFormat(samples, out);
  }

  /** The servers of all sections. */
  ServerIndex servers() {
    return servers;
  }

  /** The server line, of any section, whose options were read last of those that repeat others. */
  ServerLine.@Nullable Repeated repeatedServer() {
    return repeatedServer;
  }

  void repeatServer(ServerLine.Repeated line) {
    repeatedServer = line;
  }

  /** Takes note of a setting of {@code global}. */
  void setGlobal(String setting) {
    global.add(setting);
  }

  boolean hasGlobal(String setting) {
    return global.contains(setting);
  }

  /** What {@code localpeer} says; empty where it is the machine's name. */
  String localPeer() {
    return localPeer;
  }

  void setLocalPeer(String name) {
    localPeer = name;
  }

  /** What to look at when all is read. */
  void atEnd(Runnable check) {
    if (!out.excused()) afterwards.add(check);
  }

  /** All is read. */
  void end() {
    afterwards.forEach(Runnable::run);
    references.resolve();
  }

  Samples samples() {
    return samples;
  }

  Acls acls() {
    return acls;
  }

  LogFormat formats() {
    return formats;
  }

  References references() {
    return references;
  }

  /** Reads an address and reports what is wrong with it; a host name is taken as resolvable. */
  Optional<Address> address(Word word, Address.Takes... takes) {
    return address(word.value(), word.span(), takes);
  }

  Optional<Address> address(String text, Span span, Address.Takes... takes) {
    Optional<Address> plain = Address.plain(text);
    if (plain.isPresent()) return plain;
    Set<Address.Takes> all = EnumSet.noneOf(Address.Takes.class);
    for (Address.Takes one : takes) all.add(one);
    try {
      Address address = Address.of(environment.expand(text), out.release(), all);
      address.hostName().ifPresent(name -> out.assume("host name", name, span));
      return Optional.of(address);
    } catch (Address.Malformed e) {
      // a server's host is looked up when all is read
      if (e.isHost() && all.contains(Address.Takes.PORT_OFFSET))
        out.laterError(HaproxyFindings.BAD_ADDRESS, span, e.why(), help(all));
      else out.error(HaproxyFindings.BAD_ADDRESS, span, e.why(), help(all));
      return Optional.empty();
    }
  }

  private static String help(Set<Address.Takes> takes) {
    if (takes.contains(Address.Takes.PORT_NEEDED))
      return "write `address:port`, or `:port` for any";
    return "write `address` or `address:port`, with `[…]` around an IPv6 address";
  }

  /** Reads a condition where one begins, else refuses what stands there. */
  void conditionOrEnd(Cursor line, int where, String what) {
    if (line.atEnd()) return;
    if (line.atCondition()) acls.condition(line, where);
    else
      out.error(
          HaproxyFindings.BAD_CONDITION,
          line.rest(),
          "`%s` takes a condition here, and not `%s`".formatted(what, line.peek()),
          "write `if` or `unless` and a condition, or delete the words");
  }

  /** Reads an expression that is a word of its own; whether it is one. */
  boolean expression(Cursor line, int where) {
    Span span = line.span();
    if (line.atEnd()) {
      out.error(
          HaproxyFindings.BAD_SAMPLE,
          line.lastSpan(),
          "an expression is missing behind this",
          "write one, such as `src`");
      return false;
    }
    String text = line.next();
    Optional<Samples.Sample> sample = samples.read(text, 0, span, where);
    if (sample.isEmpty()) return false;
    if (sample.get().end() == text.length()) return true;
    out.error(
        HaproxyFindings.BAD_SAMPLE,
        span,
        "`%s` stands behind the expression".formatted(text.substring(sample.get().end())),
        "separate converters by commas");
    return false;
  }
}
