package dev.vipc.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page {@code vipc.1}, made from the commands themselves, in the language of man(7). */
public final class ManualPage {
  private static final String HEAD =
      """
      .\\" Made from the commands themselves: RulePagesTest writes it.
      .TH VIPC 1 "" "vipc" "User Commands"
      .SH NAME
      vipc \\- compile and lint the high-availability layer of a Kubernetes control plane
      .SH SYNOPSIS
      .B vipc
      .I COMMAND
      .RI [ OPTION ...]
      .RI [ ARGUMENT ...]
      .SH DESCRIPTION
      .B vipc
      reads the files that keep the API servers of a cluster reachable (keepalived.conf, haproxy.cfg, nginx.conf,
      Envoy's and kubeadm's configuration, kube-vip's manifests, static pods, check scripts, host lists) or one spec of all of
      them, checks them across files and across nodes, proves what happens in each fault, and writes every file that a node
      needs.
      None of the programs need be installed.
      .PP
      Findings go to standard output, everything else to standard error.
      A
      .B \\-
      in the place of a file is standard input.
      .SH COMMANDS
      """;

  private static final String TAIL =
      """
      .SH EXIT STATUS
      .TP
      .B 0
      Nothing was found at or above the severity of
      .BR \\-\\-fail\\-on .
      .TP
      .B 1
      Findings, a difference, a refusal or a disproved claim.
      .TP
      .B 2
      vipc could not do its work: usage, an input that cannot be read or recognised, no JDK.
      .SH SILENCING
      A finding is left out by a comment on its line or on the line above it,
      .PP
      .RS
      .EX
      # vipc: ignore KA001 the appliance beside us cannot do better
      .EE
      .RE
      .PP
      by an entry below
      .B ignore
      in
      .IR .vipc.yaml ,
      or by a baseline.
      A reason is required, and what silences nothing is itself reported.
      .SH ENVIRONMENT
      .TP
      .BR VIPC_JAVA_HOME ", " JAVA_HOME
      Where a JDK 25 or newer is; without them it is looked for on the PATH and where distributions put it.
      .TP
      .B NO_COLOR
      No colour, whatever the terminal.
      .TP
      .B VIPC_TRACE
      With a fault of vipc's own, print where it happened.
      .SH FILES
      .TP
      .I .vipc.yaml
      What holds for the files below its folder: grades of rules, accepted findings, thresholds, versions, nodes, variables,
      and what is known of the machines.
      It is looked for in each PATH, then upward to the root of the git repository.
      .SH EXAMPLES
      Check what belongs to one cluster:
      .PP
      .RS
      .EX
      vipc lint lb1 lb2 lb3 kubeadm.yaml
      .EE
      .RE
      .PP
      See what an upgrade of HAProxy would break, and nothing else:
      .PP
      .RS
      .EX
      vipc lint \\-\\-target haproxy=3.2 \\-\\-only KW,HX .
      .EE
      .RE
      .PP
      Accept what is found today, and hear of what comes after:
      .PP
      .RS
      .EX
      vipc lint \\-\\-write\\-baseline baseline.json \\-\\-reason "before the move" .
      vipc lint \\-\\-baseline baseline.json .
      .EE
      .RE
      .SH SEE ALSO
      .BR keepalived.conf (5),
      .BR haproxy (1),
      .BR nginx (8)
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private ManualPage() {}

  /** The whole page; the same for the same commands. */
  public static String text() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine commands = Main.everyCommand(new Console(nowhere, nowhere, false));
    ManualPage manual = new ManualPage();
    commands.getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(manual::command);
    return manual.page.append(TAIL).toString();
  }

  private void command(CommandSpec command) {
    page.append(".SS \"vipc ").append(command.name());
    List<OptionSpec> options = command.options().stream().filter(ManualPage::isOfCommand).toList();
    if (!options.isEmpty()) page.append(" [OPTION...]");
    for (PositionalParamSpec parameter : command.positionalParameters())
      page.append(' ').append(synopsis(parameter));
    page.append("\"\n").append(escaped(String.join(" ", command.usageMessage().description())));
    page.append('\n');
    command.positionalParameters().forEach(this::parameter);
    options.forEach(this::option);
  }

  private static boolean isOfCommand(OptionSpec option) {
    return !option.usageHelp() && !option.versionHelp() && !option.hidden();
  }

  private static String synopsis(PositionalParamSpec parameter) {
    String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
    return parameter.arity().min() == 0 ? "[" + label + "]" : label;
  }

  private void parameter(PositionalParamSpec parameter) {
    page.append(".TP\n.I ").append(escaped(parameter.paramLabel())).append('\n');
    describe(parameter);
  }

  private void option(OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .map(name -> "\\fB" + escaped(name).replace("-", "\\-") + "\\fR")
            .collect(Collectors.joining(", "));
    page.append(".TP\n").append(names);
    if (option.arity().max() > 0)
      page.append(" \\fI").append(escaped(option.paramLabel())).append("\\fR");
    page.append('\n');
    describe(option);
  }

  private void describe(ArgSpec argument) {
    page.append(escaped(String.join(" ", argument.description()))).append('\n');
  }

  /** A backslash, and a point or a quote at the beginning of a line, say something to roff. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("…", "...");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
