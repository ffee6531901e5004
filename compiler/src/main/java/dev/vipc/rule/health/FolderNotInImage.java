package dev.vipc.rule.health;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines.Line;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** HX018: paths that the image does not have. */
@AutoService(Rule.class)
public final class FolderNotInImage implements Rule {
  /** What any image of a distribution has, and the home of the user of HAProxy's own. */
  private static final List<String> THERE =
      List.of("/tmp", "/run", "/var/run", "/var/lib/haproxy", "/dev/shm", "/var/tmp", "/");

  private static final RuleMeta META =
      new RuleMeta(
          "HX018",
          "folder-not-in-image",
          WARNING,
          """
          HAProxy runs in a pod, and its `stats socket` or `chroot` is in a folder that neither the image has nor the pod mounts.

          A file that was written for a distribution's package names `/run/haproxy` or `/etc/haproxy/…`, which that package \
          makes. In a container HAProxy then stops at its start ("cannot bind UNIX socket", "Cannot chroot"), which `haproxy \
          -c` accepts (measured with 2.6.12). Known are the folders of a plain Debian or Alpine image and \
          `/var/lib/haproxy`; the image of HAProxy's own project runs as the user `haproxy`, who may write there.

          Write a path below `/var/lib/haproxy` or `/tmp`, or mount an `emptyDir` at the folder.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (HaproxyPod pod : HaproxyPod.in(deployment))
      pod.file()
          .global()
          .forEach(line -> path(line).ifPresent(path -> check(pod, line, path, out)));
  }

  private static Optional<Located<String>> path(Line line) {
    Optional<Located<String>> word = Optional.empty();
    if (line.begins("stats", "socket")) word = line.word(2);
    if (line.begins("chroot")) word = line.word(1);
    return word.filter(path -> path.value().startsWith("/"));
  }

  private static void check(HaproxyPod pod, Line line, Located<String> path, Reporter out) {
    String text = path.value();
    int slash = text.lastIndexOf('/');
    String folder = line.begins("chroot") ? text : slash == 0 ? "/" : text.substring(0, slash);
    if (THERE.contains(folder) || pod.mountOf(folder).isPresent() || pod.hasUnknownMounts()) return;
    // the pod that mounts one file of /etc/haproxy has that folder
    boolean parent =
        pod.container().mounts().stream()
            .flatMap(mount -> mount.mountPath().value().stream())
            .anyMatch(at -> at.startsWith(folder + "/"));
    if (parent) return;
    out.report(
        Diagnostic.of(
                META,
                path.span(),
                "the pod has no folder `%s`, so HAProxy does not start".formatted(folder))
            .also(
                pod.container().image().span().orElse(pod.pod().name().span()),
                "HAProxy runs in this image")
            .help("write a path below `/var/lib/haproxy`, or mount the folder"));
  }
}
