package dev.vipc.lower.firewall;

import dev.vipc.lower.firewall.Names.Ports;
import dev.vipc.model.Cidr;
import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Dialect;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a shell script that set up a firewall by {@code firewall-cmd}, {@code ufw} or {@code
 * iptables}. A line with a variable, or one that takes something away, is not understood.
 */
public final class FirewallScript {
  private static final int LONGEST = 512 * 1024;
  private static final Pattern COMMAND =
      Pattern.compile(
          "^\\s*(sudo\\s+)?(\\S*/)?(firewall-cmd\\s+.*--add-|ufw\\s+(--force\\s+)?(allow|default|enable)\\b"
              + "|iptables\\s+(-w\\s+|-t\\s+filter\\s+)*-[AIP]\\s+INPUT)",
          Pattern.MULTILINE);
  private static final Pattern RICH =
      Pattern.compile(
          "rule(?: family=\"?ipv[46]\"?)?(?: source address=\"?([^ \"]+)\"?)?(?: destination address=\"?([^ \"]+)\"?)?"
              + "(?: protocol value=\"?([\\w-]+)\"?| port port=\"?([\\d-]+)\"? protocol=\"?(\\w+)\"?)? accept");

  private final SourceFile file;
  private final FilterChains iptables = new FilterChains();
  private final List<Opening> openings = new ArrayList<>();
  private Optional<Span> refusal = Optional.empty();
  private Optional<Span> policy = Optional.empty();
  private Optional<Dialect> dialect = Optional.empty();
  private boolean complete = true;
  private boolean disabled;

  private FirewallScript(SourceFile file) {
    this.file = file;
  }

  /** Whether a script has a line that says what is let in. */
  public static boolean isIn(String script) {
    return script.length() <= LONGEST && COMMAND.matcher(script).find();
  }

  /** Absent where no such line is in it. */
  public static Optional<Firewall> read(SourceFile file) {
    FirewallScript script = new FirewallScript(file);
    Words.lines(file).forEach(script::line);
    return script.firewall();
  }

  private Optional<Firewall> firewall() {
    if (dialect.isEmpty()) return Optional.empty();
    if (dialect.get() != Dialect.IPTABLES_COMMANDS)
      return Optional.of(
          new Firewall(
              file, dialect.get(), disabled ? Optional.empty() : refusal, complete, openings));
    iptables.chain("INPUT");
    if (!complete) iptables.incomplete();
    return Optional.of(iptables.of(file, dialect.get(), "INPUT", policy));
  }

  private void line(List<Located<String>> words) {
    List<Located<String>> line = words;
    while (!line.isEmpty()
        && List.of("sudo", "then", "do", "else").contains(line.getFirst().value()))
      line = line.subList(1, line.size());
    if (line.isEmpty()) return;
    String program = line.getFirst().value();
    switch (program.substring(program.lastIndexOf('/') + 1)) {
      case "firewall-cmd" -> of(Dialect.FIREWALL_CMD, line);
      case "ufw" -> of(Dialect.UFW, line);
      case "iptables" -> of(Dialect.IPTABLES_COMMANDS, line);
      case "systemctl", "service" -> service(line);
      default -> {}
    }
  }

  private void service(List<Located<String>> line) {
    List<String> words = line.stream().map(Located::value).toList();
    boolean off = words.stream().anyMatch(List.of("stop", "disable", "mask")::contains);
    boolean firewall =
        words.stream().anyMatch(word -> word.startsWith("firewalld") || word.equals("ufw"));
    disabled |= off && firewall;
  }

  private void of(Dialect own, List<Located<String>> line) {
    if (dialect.isPresent() && dialect.get() != own) complete = false;
    dialect = dialect.or(() -> Optional.of(own));
    if (line.stream().anyMatch(word -> word.value().contains("$"))) complete = false;
    else
      switch (own) {
        case FIREWALL_CMD -> firewallCmd(line);
        case UFW -> ufw(line);
        default -> iptables(line);
      }
  }

  private void firewallCmd(List<Located<String>> line) {
    String zone = "";
    for (int i = 1; i < line.size(); i++) {
      String word = line.get(i).value();
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      boolean apart = equals < 0 && takesValue(option) && i + 1 < line.size();
      String value = equals >= 0 ? word.substring(equals + 1) : apart ? line.get(++i).value() : "";
      Span span = line.get(i).span();
      switch (option) {
        case "--zone" -> zone = value;
        case "--add-port" -> port(value, span);
        case "--add-service" -> service(value, span);
        case "--add-protocol" -> protocol(value, span);
        case "--add-rich-rule" -> rich(value, span);
        case "--add-source" -> source(zone, value, span);
        case "--direct", "--add-rule" -> {
          complete = false;
          return;
        }
        case "--set-default-zone" -> disabled |= value.equals("trusted");
        case "--permanent",
            "--reload",
            "--complete-reload",
            "--add-interface",
            "--change-interface",
            "--add-masquerade",
            "--list-all",
            "--list-ports",
            "--state",
            "--runtime-to-permanent",
            "--get-active-zones",
            "--get-default-zone",
            "--list-services",
            "-q",
            "--quiet",
            "--timeout" -> {}
        default -> complete = false;
      }
    }
  }

  private static boolean takesValue(String option) {
    return option.startsWith("--add-") && !option.equals("--add-masquerade")
        || option.equals("--zone")
        || option.equals("--set-default-zone")
        || option.equals("--change-interface");
  }

  private void port(String value, Span span) {
    String[] parts = value.split("/", 2);
    Optional<Ports> range =
        parts.length < 2
            ? Optional.empty()
            : Names.protocol(parts[1]).flatMap(protocol -> Names.ports(protocol, parts[0]));
    open(range, List.of(), List.of(), span);
    shut(span);
  }

  private void service(String name, Span span) {
    Optional<List<Ports>> ports = Names.service(name);
    complete &= ports.isPresent();
    ports.orElse(List.of()).forEach(range -> open(Optional.of(range), List.of(), List.of(), span));
    shut(span);
  }

  private void protocol(String value, Span span) {
    open(wholeProtocol(value), List.of(), List.of(), span);
    shut(span);
  }

  private static Optional<Ports> wholeProtocol(String value) {
    return Names.protocol(value).map(number -> new Ports(number, 0, Names.HIGHEST_PORT));
  }

  private void rich(String value, Span span) {
    Matcher rule = RICH.matcher(value.replace('\'', '"').replaceAll("\\s+", " ").strip());
    if (!rule.matches()) {
      complete = false;
      return;
    }
    Optional<Ports> range =
        rule.group(3) != null
            ? wholeProtocol(rule.group(3))
            : rule.group(4) != null
                ? Names.protocol(rule.group(5)).flatMap(p -> Names.ports(p, rule.group(4)))
                : Optional.of(new Ports(Opening.ANY, 0, Names.HIGHEST_PORT));
    open(range, networks(rule.group(1)), networks(rule.group(2)), span);
    shut(span);
  }

  private List<Cidr> networks(@org.jspecify.annotations.Nullable String text) {
    if (text == null) return List.of();
    Optional<Cidr> network = Names.network(text);
    complete &= network.isPresent();
    return network.stream().toList();
  }

  private void source(String zone, String value, Span span) {
    if (!zone.equals("trusted")) complete = false;
    else
      open(
          Optional.of(new Ports(Opening.ANY, 0, Names.HIGHEST_PORT)),
          networks(value),
          List.of(),
          span);
  }

  private void open(Optional<Ports> range, List<Cidr> sources, List<Cidr> destinations, Span span) {
    complete &= range.isPresent();
    range.ifPresent(
        ports ->
            openings.add(
                new Opening(
                    ports.protocol(), ports.first(), ports.last(), sources, destinations, span)));
  }

  /**
   * firewalld refuses what its zone does not name; the first line that opens something shows it.
   */
  private void shut(Span span) {
    refusal = refusal.or(() -> Optional.of(span));
  }

  private void ufw(List<Located<String>> line) {
    List<String> words =
        line.stream().map(Located::value).filter(word -> !word.equals("--force")).toList();
    String action = words.size() > 1 ? words.get(1) : "";
    switch (action) {
      case "allow", "limit" -> allow(words.subList(2, words.size()), Words.span(line));
      case "enable" -> shut(Words.span(line));
      case "disable", "reset" -> disabled = action.equals("disable");
      case "default" -> {
        if (words.contains("allow") && !words.contains("outgoing") && !words.contains("routed"))
          disabled = true;
        else if (!words.contains("outgoing") && !words.contains("routed")) shut(Words.span(line));
      }
      case "status", "reload", "logging", "version", "route" -> {}
      default -> complete = false;
    }
  }

  private void allow(List<String> words, Span span) {
    int protocol = Opening.ANY;
    String port = "";
    List<Cidr> sources = new ArrayList<>();
    List<Cidr> destinations = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String value = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (words.get(i)) {
        case "in" -> {}
        case "on", "comment" -> i++;
        case "proto" -> {
          Optional<Integer> number = Names.protocol(value);
          complete &= number.isPresent();
          protocol = number.orElse(protocol);
          i++;
        }
        case "from" -> {
          if (!value.equals("any")) sources.addAll(networks(value));
          i++;
        }
        case "to" -> {
          if (!value.equals("any")) destinations.addAll(networks(value));
          i++;
        }
        case "port", "app" -> {
          complete &= words.get(i).equals("port") && destinationPort(words, i);
          port = value;
          i++;
        }
        default -> port = words.get(i);
      }
    }
    ufwPorts(port, protocol, sources, destinations, span);
  }

  /** {@code from A port 53} is about the sender's port. */
  private static boolean destinationPort(List<String> words, int at) {
    return words.subList(0, at).contains("to");
  }

  private void ufwPorts(
      String port, int protocol, List<Cidr> sources, List<Cidr> destinations, Span span) {
    int slash = port.indexOf('/');
    int own = slash < 0 ? protocol : Names.protocol(port.substring(slash + 1)).orElse(protocol);
    String list = slash < 0 ? port : port.substring(0, slash);
    if (list.isEmpty()) {
      open(Optional.of(new Ports(own, 0, Names.HIGHEST_PORT)), sources, destinations, span);
      return;
    }
    if (list.equals("OpenSSH")) list = "ssh";
    for (String range : list.split(","))
      for (int of : own == Opening.ANY ? new int[] {Names.TCP, Names.UDP} : new int[] {own})
        open(Names.ports(of, range), sources, destinations, span);
  }

  private void iptables(List<Located<String>> line) {
    List<Located<String>> words = line;
    for (String option : List.of("-w", "--wait"))
      words = words.stream().filter(word -> !word.value().equals(option)).toList();
    if (words.size() > 2 && words.get(1).value().equals("-t")) {
      if (!words.get(2).value().equals("filter")) return;
      words = words.subList(2, words.size());
    }
    if (words.size() < 3) {
      disabled |= words.size() == 2 && words.get(1).value().equals("-F");
      return;
    }
    String chain = words.get(2).value();
    switch (words.get(1).value()) {
      case "-P", "--policy" -> {
        boolean drops = words.size() > 3 && words.get(3).value().equals("DROP");
        if (chain.equals("INPUT"))
          policy = drops ? Optional.of(Words.span(line)) : Optional.empty();
      }
      case "-A", "--append" ->
          iptables.add(chain, IptablesRule.read(line, words.subList(3, words.size())));
      case "-I", "--insert" -> {
        boolean numbered = words.size() > 3 && words.get(3).value().matches("\\d+");
        complete &= !numbered || words.get(3).value().equals("1");
        iptables.insertFirst(
            chain, IptablesRule.read(line, words.subList(numbered ? 4 : 3, words.size())));
      }
      case "-N", "--new-chain" -> iptables.chain(chain);
      case "-F", "-X", "-Z", "-L", "-S" -> {}
      default -> complete = false;
    }
  }
}
