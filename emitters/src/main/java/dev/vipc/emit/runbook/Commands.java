package dev.vipc.emit.runbook;

import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.FileMode;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.Delivery;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person types on a node to end and begin programs, and what shows that it worked. */
final class Commands {
  /** Where the new files wait on a node, and the old ones are kept. */
  static final String FOLDER = "/root/vipc-migrate";

  private static final String MANIFESTS = "/etc/kubernetes/manifests";

  /** Folders whose files are kept, since the old ones and the new ones have the same names. */
  private static final List<String> REPLACED =
      List.of("/etc/haproxy/", "/etc/keepalived/", "/etc/nginx/", "/etc/envoy/", "/etc/vipd/");

  /** A command, and what it must print. */
  record Check(String command, String prints) {}

  private final HaSpec spec;
  private final ArtifactSet artifacts;

  Commands(HaSpec spec, ArtifactSet artifacts) {
    this.spec = spec;
    this.artifacts = artifacts;
  }

  boolean isPod(Program program) {
    return program == Program.KUBE_VIP
        || Optional.ofNullable(spec.delivery().get(program))
            .map(Chosen::value)
            .filter(Delivery.STATIC_POD::equals)
            .isPresent();
  }

  List<String> stop(Program program) {
    String word = program.word();
    if (!isPod(program)) return List.of("systemctl disable --now " + word);
    return List.of(
        "mkdir -p %s/old && mv %s/%s.yaml %s/old/".formatted(FOLDER, MANIFESTS, word, FOLDER),
        gone(program));
  }

  Check stopped(Program program) {
    return isPod(program)
        ? new Check("crictl ps -q --name '^%s$'".formatted(program.word()), "nothing")
        : new Check("systemctl is-active " + program.word(), "`inactive`");
  }

  List<String> start(Program program) {
    String word = program.word();
    return isPod(program)
        ? List.of(
            "cp %s/new%s/%s.yaml %s/".formatted(FOLDER, MANIFESTS, word, MANIFESTS),
            "until [ -n \"$(crictl ps -q --name '^%s$')\" ]; do sleep 1; done".formatted(word))
        : List.of("systemctl enable --now " + word);
  }

  Check started(Program program) {
    return isPod(program)
        ? new Check("crictl ps -q --name '^%s$'".formatted(program.word()), "one id")
        : new Check("systemctl is-active " + program.word(), "`active`");
  }

  /** As it was before: the manifest comes back from where it was kept. */
  List<String> startAgain(Program program) {
    String word = program.word();
    return isPod(program)
        ? List.of("mv %s/old/%s.yaml %s/".formatted(FOLDER, word, MANIFESTS))
        : List.of("systemctl enable --now " + word);
  }

  /**
   * The new files of a program that runs already: without a gap where it can read them again, a pod
   * by its new manifest.
   *
   * @param before how it ran
   */
  List<String> takeUp(Program program, Commands before) {
    if (isPod(program) || before.isPod(program))
      return Stream.of(before.stop(program), start(program)).flatMap(List::stream).toList();
    return reload(program);
  }

  /** The same with the old files. */
  List<String> takeUpAgain(Program program, Commands after) {
    if (isPod(program) || after.isPod(program))
      return Stream.of(after.end(program), startAgain(program)).flatMap(List::stream).toList();
    return reload(program);
  }

  /** What began by mistake; a manifest of it waits among the new files still. */
  List<String> end(Program program) {
    if (!isPod(program)) return stop(program);
    return List.of("rm %s/%s.yaml".formatted(MANIFESTS, program.word()), gone(program));
  }

  private static List<String> reload(Program program) {
    return switch (program) {
      case VIPD -> List.of("vipd reload");
      case ENVOY -> List.of("systemctl restart envoy");
      case KEEPALIVED, HAPROXY, NGINX, KUBE_VIP -> List.of("systemctl reload " + program.word());
    };
  }

  private static String gone(Program program) {
    return "until [ -z \"$(crictl ps -q --name '^%s$')\" ]; do sleep 1; done"
        .formatted(program.word());
  }

  /** Puts the new files of a node where they belong; manifests begin to run there, and wait. */
  List<String> install(String node) {
    List<String> commands = new ArrayList<>();
    for (Artifact artifact : files(node)) {
      String path = path(artifact, node);
      commands.add(
          "install -D -m %s %s/new%s %s".formatted(mode(artifact.mode()), FOLDER, path, path));
    }
    boolean users = commands.stream().anyMatch(command -> command.contains("/sysusers.d/"));
    boolean units = commands.stream().anyMatch(command -> command.contains("/systemd/"));
    if (users) commands.add("systemd-sysusers && systemd-tmpfiles --create");
    if (units) commands.add("systemctl daemon-reload");
    return commands;
  }

  /** Keeps the files that the new ones would replace. */
  List<String> keep(String node) {
    return files(node).stream()
        .map(artifact -> path(artifact, node))
        .filter(path -> REPLACED.stream().anyMatch(path::startsWith))
        .map(path -> path.substring(0, path.indexOf('/', "/etc/".length())))
        .distinct()
        .map(
            folder ->
                "mkdir -p %1$s/old%2$s && if [ -d %2$s ]; then cp -a %2$s/. %1$s/old%2$s/; fi"
                    .formatted(FOLDER, folder))
        .toList();
  }

  /** The kept files again. */
  List<String> restore(String node) {
    return keep(node).isEmpty()
        ? List.of()
        : List.of("cp -a %1$s/old/etc/. /etc/".formatted(FOLDER));
  }

  /** Whether a node gets files that the cut-over needs. */
  boolean hasFiles(String node) {
    return artifacts.artifacts().stream().anyMatch(a -> a.name().startsWith(node + "/"));
  }

  /** What can be asked of the waiting files before anything is touched. */
  List<Check> tests(String node) {
    List<Check> tests = new ArrayList<>();
    for (Artifact artifact : files(node)) {
      String waiting = FOLDER + "/new" + path(artifact, node);
      if (waiting.endsWith("/plan.json"))
        tests.add(new Check("vipd check " + waiting, "no finding, exit status 0"));
      // a machine that runs it as a pod need not have it
      if (waiting.endsWith("/haproxy.cfg") && !isPod(Program.HAPROXY))
        tests.add(new Check("haproxy -c -f " + waiting, "`Configuration file is valid`"));
      if (waiting.endsWith("/keepalived.conf") && !isPod(Program.KEEPALIVED))
        tests.add(new Check(keepalivedTest(waiting), "`0`"));
    }
    return tests;
  }

  /** Of a copy that names the waiting scripts: keepalived refuses one that is not there yet. */
  private static String keepalivedTest(String waiting) {
    return "sed 's#\"/etc/#\"%1$s/new/etc/#' %2$s >%1$s/test.conf; keepalived -t -f %1$s/test.conf; echo $?"
        .formatted(FOLDER, waiting);
  }

  private List<Artifact> files(String node) {
    return artifacts.artifacts().stream()
        .filter(artifact -> artifact.name().startsWith(node + "/"))
        .filter(artifact -> !artifact.name().startsWith(node + "/etc/kubernetes/"))
        .toList();
  }

  private static String path(Artifact artifact, String node) {
    return artifact.name().substring(node.length());
  }

  /** {@code 0640}. */
  private static String mode(FileMode mode) {
    String letters = PosixFilePermissions.toString(mode.permissions());
    int bits = 0;
    for (char letter : letters.toCharArray()) bits = bits << 1 | (letter == '-' ? 0 : 1);
    return "0%o".formatted(bits);
  }
}
