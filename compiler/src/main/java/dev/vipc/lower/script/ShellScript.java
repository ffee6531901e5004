package dev.vipc.lower.script;

import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.lower.Variables;
import dev.vipc.model.CheckScript;
import dev.vipc.model.CheckScript.AddressGrep;
import dev.vipc.model.CheckScript.Probe;
import dev.vipc.model.HostPort;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a script asks of a service: requests, connections, processes, addresses. */
public final class ShellScript {
  private static final Set<String> OTHER_JUDGES =
      Set.of(
          "ss",
          "netstat",
          "lsof",
          "socat",
          "openssl",
          "kubectl",
          "crictl",
          "docker",
          "podman",
          "etcdctl",
          "mysql",
          "mysqladmin",
          "pg_isready",
          "psql",
          "redis-cli",
          "dig",
          "nslookup",
          "ping",
          "fping",
          "arping",
          "telnet",
          "python",
          "python3",
          "perl",
          "nmap",
          "ipvsadm",
          "supervisorctl",
          "rabbitmqctl",
          "nginx",
          "haproxy",
          "tcping",
          "grpc_health_probe");
  private static final Set<String> BRANCHES =
      Set.of("else", "elif", "while", "until", "case", "for", "function", "sleep");
  private static final Pattern TCP_DEVICE = Pattern.compile("/dev/tcp/([^/]+)/(\\d+)");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "\\d+\\\\?\\.\\d+\\\\?\\.\\d+\\\\?\\.\\d+|[0-9a-fA-F]*:[0-9a-fA-F:]+|\\$\\{?\\w*(?i:ip|addr)\\w*}?");

  private final Span script;
  private final Holes holes;
  private final List<ShellCommand> commands;
  private final Assignments assignments;
  private final List<Probe> probes = new ArrayList<>();
  private final List<Setting<HostPort>> connects = new ArrayList<>();
  private final List<AddressGrep> addressGreps = new ArrayList<>();
  private final List<Located<String>> processTests = new ArrayList<>();
  private final List<Located<String>> otherTests = new ArrayList<>();
  private boolean branches;

  private ShellScript(Span script, Holes holes) {
    this.script = script;
    this.holes = holes;
    this.commands = ShellLexer.commands(script);
    this.assignments = new Assignments(commands);
    for (int i = 0; i < commands.size(); i++) look(i);
  }

  /** Reads a script, remembering its holes. */
  public static CheckScript read(Span script, Holes holes) {
    return new ShellScript(script, holes).script();
  }

  /**
   * Reads the command that keepalived runs without a shell, or what it hands to one with {@code sh
   * -c}; absent where it is a program of which only the name is known.
   */
  public static Optional<CheckScript> commandLine(Span command) {
    Span inner = withoutQuotes(command);
    List<ShellCommand> commands = ShellLexer.commands(inner);
    Optional<Span> handed = commands.stream().findFirst().flatMap(ShellScript::handedToShell);
    CheckScript script = read(handed.orElse(inner), new Holes(Variables.SHELL));
    boolean known =
        !script.probes().isEmpty()
            || !script.connects().isEmpty()
            || !script.processTests().isEmpty()
            || !script.otherTests().isEmpty();
    return known ? Optional.of(script) : Optional.empty();
  }

  private static Optional<Span> handedToShell(ShellCommand command) {
    if (!command.program().matches("(ba|da|k|z)?sh")) return Optional.empty();
    for (int i = 1; i + 1 < command.words().size(); i++)
      if (command.words().get(i).written().matches("-\\w*c"))
        return Optional.of(command.words().get(i + 1).inner());
    return Optional.empty();
  }

  private static Span withoutQuotes(Span word) {
    String raw = word.text();
    boolean quoted = raw.length() > 1 && (raw.startsWith("\"") || raw.startsWith("'"));
    return quoted && raw.endsWith(raw.substring(0, 1)) ? word.part(1, raw.length() - 1) : word;
  }

  private CheckScript script() {
    return new CheckScript(
        script.file(),
        script,
        probes,
        connects,
        addressGreps,
        processTests,
        otherTests,
        longestRun());
  }

  private void look(int index) {
    ShellCommand outer = commands.get(index);
    outer.words().forEach(word -> assignments.holes(word, holes));
    assignments.run(outer);
    branches |= outer.introducers().stream().anyMatch(BRANCHES::contains);
    branches |= BRANCHES.contains(outer.program());
    for (ShellWord target : outer.redirections()) tcpDevice(target);
    ShellCommand command = outer.unwrapped();
    boolean outputIsRead = outer.captured() || pipesOn(index);
    switch (command.program()) {
      case "" -> {}
      case "curl", "wget" ->
          probes.addAll(
              new HttpRequest(command, outputIsRead, limit(outer), assignments, new Values(holes))
                  .probes());
      case "nc", "ncat", "netcat" -> connect(command);
      case "killall", "pkill", "kill" -> signalZero(command);
      case "pidof", "pgrep" -> processTests.add(command.located());
      case "systemctl" -> unitState(command);
      case "service" -> serviceState(command);
      case "ps" -> grepOf(index).ifPresent(_ -> processTests.add(command.located()));
      case "test", "[", "[[" -> procFile(command);
      case "ip", "ifconfig" -> grepOf(index).ifPresent(this::addressGrep);
      default -> other(command);
    }
  }

  private void other(ShellCommand command) {
    if (OTHER_JUDGES.contains(command.program())) otherTests.add(command.located());
  }

  private static Optional<Duration> limit(ShellCommand command) {
    if (!command.program().equals("timeout")) return Optional.empty();
    return command
        .limitIndex()
        .map(index -> command.words().get(index).written().replace("s", ""))
        .map(seconds -> Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000)));
  }

  private boolean pipesOn(int index) {
    return index + 1 < commands.size() && commands.get(index + 1).piped();
  }

  /** The {@code grep} that the command's output goes to, through other filters or at once. */
  private Optional<ShellCommand> grepOf(int index) {
    for (int i = index + 1; i < commands.size() && commands.get(i).piped(); i++)
      if (commands.get(i).program().matches("[ef]?grep")) return Optional.of(commands.get(i));
    return Optional.empty();
  }

  private void addressGrep(ShellCommand grep) {
    Optional<ShellWord> pattern =
        grep.arguments().stream().filter(word -> !word.written().startsWith("-")).findFirst();
    if (pattern.isEmpty()) return;
    String shown = assignments.shown(pattern.get());
    Matcher address = ADDRESS.matcher(shown);
    if (!address.find()) return;
    boolean wholeWords =
        grep.arguments().stream()
            .anyMatch(word -> word.written().matches("-\\w*[wx]\\w*|--word-regexp"));
    boolean bounded =
        wholeWords || !address.replaceFirst("").isBlank() && !shown.endsWith(lastAddress(shown));
    Span span = pattern.get().span();
    addressGreps.add(
        new AddressGrep(
            new Located<>(shown, span), bounded, grep.words().getFirst().span().to(span)));
  }

  private static String lastAddress(String text) {
    String last = "\n";
    for (Matcher m = ADDRESS.matcher(text); m.find(); ) last = m.group();
    return last;
  }

  private void connect(ShellCommand command) {
    List<ShellWord> operands = new ArrayList<>();
    List<ShellWord> arguments = command.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i).written();
      if (text.matches("-\\w*[wGisp]")) i++;
      else if (!text.startsWith("-")) operands.add(arguments.get(i));
    }
    if (operands.size() < 2) return;
    Span place = operands.getFirst().span().to(operands.get(1).span());
    connects.add(
        assignments
            .value(operands.getFirst())
            .flatMap(host -> assignments.value(operands.get(1)).map(port -> host + ":" + port))
            .flatMap(HostPort::parse)
            .map(target -> Setting.of(target, place))
            .orElseGet(() -> Setting.unknown(place)));
  }

  private void tcpDevice(ShellWord word) {
    if (!word.written().startsWith("/dev/tcp/")) return;
    Matcher device = TCP_DEVICE.matcher(assignments.shown(word));
    connects.add(
        device.matches()
            ? HostPort.parse(device.group(1) + ":" + device.group(2))
                .map(target -> Setting.of(target, word.span()))
                .orElseGet(() -> Setting.unknown(word.span()))
            : Setting.unknown(word.span()));
  }

  private void signalZero(ShellCommand command) {
    if (command.hasArgument("-0") || command.hasArgument("0")) processTests.add(command.located());
  }

  private void unitState(ShellCommand command) {
    if (command.hasArgument("is-active") || command.hasArgument("status"))
      processTests.add(command.located());
  }

  private void serviceState(ShellCommand command) {
    if (command.hasArgument("status")) processTests.add(command.located());
  }

  private void procFile(ShellCommand command) {
    if (command.arguments().stream().anyMatch(word -> word.written().startsWith("/proc/")))
      processTests.add(command.located());
  }

  private Setting<Duration> longestRun() {
    if (probes.isEmpty() || branches || !connects.isEmpty() || !otherTests.isEmpty())
      return Setting.unset();
    Duration sum = Duration.ZERO;
    for (Probe probe : probes) {
      Optional<Duration> limit = probe.limit().value();
      if (limit.isEmpty()) return Setting.unset();
      sum = sum.plus(limit.get());
    }
    return Setting.of(sum, probes.getFirst().command().span());
  }
}
