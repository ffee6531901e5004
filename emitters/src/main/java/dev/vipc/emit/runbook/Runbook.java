package dev.vipc.emit.runbook;

import dev.vipc.emit.runbook.Commands.Check;
import dev.vipc.migrate.Step;
import dev.vipc.model.HostPort;
import dev.vipc.proof.Bounds;
import dev.vipc.proof.Case;
import dev.vipc.proof.Rollout.Held;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the cut-over as a document: what to type, what must be seen, and how to go back. */
public final class Runbook {
  /** The kubelet looks at its manifests at least this often (fileCheckFrequency). */
  private static final int KUBELET_SECONDS = 20;

  private static final int MOST_RISKS = 4;

  private final Migration migration;
  private final Commands old;
  private final Commands next;
  private final StringBuilder text = new StringBuilder();

  private Runbook(Migration migration) {
    this.migration = migration;
    this.old = new Commands(migration.old(), migration.artifacts());
    this.next = new Commands(migration.next(), migration.artifacts());
  }

  /** Markdown, ending in a newline. */
  public static String of(Migration migration) {
    return new Runbook(migration).written();
  }

  private String written() {
    line(
        "# %s: from %s to %s"
            .formatted(
                migration.next().name().value(),
                String.join(" ", migration.from()),
                migration.target()));
    line("");
    summary();
    preparation();
    new CertificateSteps(migration, this::line).write();
    line("## Steps");
    line("");
    EndpointSteps endpoint = new EndpointSteps(migration, this::line);
    int number = 1;
    boolean led = false;
    for (Step step : migration.plan().steps()) {
      if (!hasAddress() && !led && leavesNobody(step)) {
        endpoint.write("### The way in, before step %d".formatted(number));
        led = true;
      }
      step(number++, step);
    }
    if (!led) endpoint.write("## The way in");
    afterwards();
    return text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void summary() {
    String order =
        switch (migration.plan().order()) {
          case ONE_BY_ONE ->
              "Machine by machine, the present holder last. The old and the new programs are members of one virtual"
                  + " router, so that somebody holds the address all along.";
          case OLD_OUT_FIRST ->
              "The old programs end everywhere before the new ones begin anywhere, since the two do not see each other.";
        };
    line(
        hasAddress()
            ? order
            : "The proxies of the machines first, then the ways in, the old address last.");
    migration
        .plan()
        .tried()
        .ifPresent(
            why -> {
              line("");
              line("Machine by machine was tried first and would not do: %s.".formatted(why));
            });
    line("");
    line("**When nobody holds the address:** %s".formatted(gap()));
    line("");
    line(
        "**Why two never hold it:** after each step, and after each step taken back, the mixed state (files of machines that are"
            + " done, files of machines that are not) was put to the failover model of `vipc prove`: one holder at most, and no"
            + " single fault, nor its repair, makes two that was not there before. Each step says what came of it.");
    line("");
    for (String note : migration.notes()) line("- " + note);
    if (!migration.notes().isEmpty()) line("");
  }

  private static boolean leavesNobody(Step step) {
    return step.after().stream().anyMatch(held -> held.holders().isEmpty());
  }

  private boolean hasAddress() {
    return !migration.next().virtualAddresses().isEmpty();
  }

  private String gap() {
    List<String> gaps = new ArrayList<>();
    boolean open = false;
    int number = 0;
    for (Step step : migration.plan().steps()) {
      number++;
      for (Held held : step.after()) {
        if (held.away().isEmpty() && !open) {
          gaps.add("from step %d on".formatted(number));
          open = true;
        } else if (held.away().isPresent() && held.away().get().worst() > 0) {
          gaps.add(
              "%sat most %s after step %d"
                  .formatted(open ? "until " : "", most(step, held.away().get()), number));
          open = false;
        }
      }
    }
    if (gaps.isEmpty()) return "never.";
    return String.join(", ", gaps) + (hasAddress() ? "." : "; nobody asks for it any more then.");
  }

  /** What the model bounds, and what a pod takes to start. */
  private static String most(Step step, Bounds bounds) {
    boolean pod = step.starts().contains(Program.KUBE_VIP);
    double seconds = bounds.worst() + (pod ? KUBELET_SECONDS : 0);
    return Bounds.seconds(seconds) + " s";
  }

  private void preparation() {
    line("## Before you begin");
    line("");
    line("Nothing here changes what runs. In the folder of this file:");
    line("");
    List<String> nodes = nodes();
    List<String> commands = new ArrayList<>();
    for (String node : nodes) {
      commands.add("ssh root@%s mkdir -p %s/new".formatted(node, Commands.FOLDER));
      if (next.hasFiles(node))
        commands.add(
            "tar -C %s -cf - etc | ssh root@%s tar -C %s/new --no-same-owner -xpf -"
                .formatted(node, node, Commands.FOLDER));
    }
    block(commands);
    for (String node : nodes) {
      List<String> keep = next.keep(node);
      List<Check> tests = next.tests(node);
      List<String> programs = prerequisites(node);
      if (keep.isEmpty() && tests.isEmpty() && programs.isEmpty()) continue;
      line("On %s:".formatted(node));
      line("");
      block(keep);
      programs.forEach(need -> line("- " + need));
      tests.forEach(this::check);
      line("");
    }
  }

  private List<String> nodes() {
    Set<String> nodes = new LinkedHashSet<>();
    migration.plan().steps().forEach(step -> nodes.add(step.node()));
    return List.copyOf(nodes);
  }

  private List<String> prerequisites(String node) {
    Set<String> needs = new LinkedHashSet<>();
    for (Step step : migration.plan().steps())
      if (step.node().equals(node))
        for (Program program : step.starts()) {
          if (runsAlready(node, program)) continue;
          if (next.isPod(program))
            needs.add(
                "`crictl pull %s`, so that no download delays the step"
                    .formatted(
                        Optional.ofNullable(migration.next().images().get(program))
                            .map(image -> image.value())
                            .orElse("the image of " + program.word())));
          else if (program == Program.VIPD)
            needs.add(
                "vipd is installed (docs/vipd.md), and `systemctl is-active vipd` prints `inactive`");
          else
            needs.add(
                "%1$s is installed, and neither enabled nor running: `systemctl is-active %1$s` prints `inactive`"
                    .formatted(program.word()));
        }
    return List.copyOf(needs);
  }

  /** What ends in a step and begins again in a later one. */
  private boolean runsAlready(String node, Program program) {
    return old.isPod(program) == next.isPod(program)
        && migration.plan().steps().stream()
            .anyMatch(step -> step.node().equals(node) && step.stops().contains(program));
  }

  private void step(int number, Step step) {
    String what =
        switch (step.kind()) {
          case TAKE_OUT -> "the old programs end";
          case PUT_IN -> "the new programs begin";
        };
    line("### Step %d. %s: %s".formatted(number, step.node(), what));
    line("");
    switch (step.kind()) {
      case TAKE_OUT -> takeOut(step);
      case PUT_IN -> putIn(step);
    }
    seen(step);
    proof(step);
    back(step);
  }

  private void takeOut(Step step) {
    // the address first, so that clients that are connected stay so until it has moved
    List<String> commands = new ArrayList<>();
    for (Program program : step.stops()) commands.addAll(old.stop(program));
    block(commands);
    step.stops().forEach(program -> check(old.stopped(program)));
  }

  private void putIn(Step step) {
    List<String> commands = new ArrayList<>(next.install(step.node()));
    for (Program program : step.stays()) commands.addAll(next.takeUp(program, old));
    for (Program program : step.starts()) commands.addAll(next.start(program));
    commands.addAll(new Readiness(migration.next()).commands(step.node()));
    commands.addAll(new EndpointSteps(migration, this::line).onNode(step.node()));
    block(commands);
    step.starts().forEach(program -> check(next.started(program)));
  }

  private void seen(Step step) {
    for (Held held : step.after()) {
      if (held.holders().isEmpty()) {
        line("- nobody holds %s now".formatted(held.address()));
        cutOff(step).ifPresent(this::line);
        continue;
      }
      line(
          "- on %s `ip -br address show to %s` prints one line, on every other machine nothing"
              .formatted(String.join(", ", held.holders()), held.address()));
      line(
          "- from any machine `curl -sk -m 2 -o /dev/null -w '%%{http_code}\\n' https://%s/readyz` prints `200`"
              .formatted(new HostPort(held.address(), java.util.OptionalInt.of(port()))));
    }
    line("");
  }

  /** One that asks itself only from its next step on has no way in until then. */
  private Optional<String> cutOff(Step step) {
    List<Step> steps = migration.plan().steps();
    if (hasAddress() || step.kind() != Step.Kind.TAKE_OUT) return Optional.empty();
    return steps.stream()
        .filter(later -> later.node().equals(step.node()) && later.kind() == Step.Kind.PUT_IN)
        .findFirst()
        .map(
            later ->
                "- go on with step %d at once: until it is done the kubelet of %s has no way in"
                    .formatted(steps.indexOf(later) + 1, step.node()));
  }

  private int port() {
    Optional<Integer> endpoint =
        migration.old().kubernetes().stream()
            .flatMap(cluster -> cluster.endpoint().value().port().stream().boxed())
            .findFirst();
    return endpoint.orElseGet(
        () ->
            migration.old().proxies().stream()
                .flatMap(proxy -> proxy.listen().value().stream())
                .flatMap(at -> at.port().stream().boxed())
                .findFirst()
                .orElse(migration.old().apiServerPort()));
  }

  private void proof(Step step) {
    for (Held held : step.after()) {
      line("Proof for %s: %s".formatted(held.address(), holder(held)));
      held.away()
          .filter(bounds -> bounds.worst() > 0)
          .ifPresent(
              bounds -> {
                line(
                    "It is away for at most %s%s:"
                        .formatted(
                            most(step, bounds),
                            step.starts().contains(Program.KUBE_VIP)
                                ? ", of which %d s are the kubelet's".formatted(KUBELET_SECONDS)
                                : ""));
                bounds.arithmetic().forEach(sum -> line("  " + sum));
              });
      risks(held);
    }
    line("");
  }

  private static String holder(Held held) {
    if (held.holders().isEmpty()) return "nobody holds it.";
    return "%s holds it%s, alone; %s."
        .formatted(
            String.join(", ", held.holders()),
            held.serves().map(why -> " and does not serve (" + why + ")").orElse(" and serves"),
            held.splits().isEmpty()
                ? "no single fault, nor its repair, makes two holders"
                : "what can make two holders is no more than at the beginning: "
                    + held.splits().stream()
                        .flatMap(one -> one.faults().stream())
                        .map(Object::toString)
                        .distinct()
                        .collect(Collectors.joining(", ")));
  }

  /** What a fault would cost while the step is done and the next one is not. */
  private void risks(Held held) {
    List<String> risks =
        held.losses().stream()
            .map(Case::faults)
            .flatMap(List::stream)
            .map(Object::toString)
            .distinct()
            .toList();
    if (risks.isEmpty()) return;
    line(
        "Until the next step these faults would take the API from clients: %s%s."
            .formatted(
                String.join(", ", risks.subList(0, Math.min(MOST_RISKS, risks.size()))),
                risks.size() > MOST_RISKS
                    ? " and %d more".formatted(risks.size() - MOST_RISKS)
                    : ""));
  }

  private void back(Step step) {
    line("To go back:");
    line("");
    List<String> commands = new ArrayList<>();
    switch (step.kind()) {
      case TAKE_OUT ->
          step.stops().reversed().forEach(program -> commands.addAll(old.startAgain(program)));
      case PUT_IN -> {
        commands.addAll(new EndpointSteps(migration, this::line).backOnNode(step.node()));
        for (Program program : step.starts().reversed()) commands.addAll(next.end(program));
        commands.addAll(next.restore(step.node()));
        for (Program program : step.stays()) commands.addAll(old.takeUpAgain(program, next));
      }
    }
    block(commands);
    for (Held held : step.back())
      line(
          "%s is held by %s then%s."
              .formatted(
                  held.address(),
                  held.holders().isEmpty() ? "nobody" : String.join(", ", held.holders()),
                  held.away()
                      .filter(bounds -> bounds.worst() > 0)
                      .map(
                          bounds ->
                              ", after at most %s s".formatted(Bounds.seconds(bounds.worst())))
                      .orElse("")));
    line("");
  }

  private void afterwards() {
    line("## Afterwards");
    line("");
    line("- `vipc prove ha.yaml` in this folder says what the new setup survives");
    for (VirtualAddress address : migration.next().virtualAddresses())
      line(
          "- stop what holds %s on its holder once, in a quiet hour: another machine must answer"
              .formatted(
                  address.addresses().stream()
                      .map(ip -> ip.address().value().toString())
                      .collect(Collectors.joining(", "))));
    line(
        "- keep %s on the machines until you are sure; then remove it%s"
            .formatted(Commands.FOLDER, gone()));
  }

  private String gone() {
    Set<String> gone = new LinkedHashSet<>();
    for (Step step : migration.plan().steps())
      step.stops().forEach(program -> gone.add(program.word()));
    for (Step step : migration.plan().steps())
      Stream.concat(step.starts().stream(), step.stays().stream())
          .forEach(program -> gone.remove(program.word()));
    return gone.isEmpty() ? "" : ", and what is left of " + String.join(" and ", gone);
  }

  private void check(Check check) {
    line("- `%s` prints %s".formatted(check.command(), check.prints()));
  }

  private void block(List<String> commands) {
    if (commands.isEmpty()) return;
    line("```sh");
    commands.forEach(this::line);
    line("```");
    line("");
  }

  /** The machines with an API server. */
  static List<String> masters(HaSpec spec) {
    return spec.nodesWith(Role.CONTROL_PLANE).stream()
        .map(SpecNode::name)
        .map(n -> n.value())
        .toList();
  }

  /** The proxies that run on every machine, for itself. */
  static Optional<SpecProxy> local(Migration migration) {
    return migration.next().virtualAddresses().isEmpty()
        ? migration.next().proxies().stream().findFirst()
        : Optional.empty();
  }
}
