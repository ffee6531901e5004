package dev.vipc.rule.health;

import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines;
import dev.vipc.model.Node;
import dev.vipc.model.StaticPod;
import dev.vipc.model.StaticPod.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A container that runs HAProxy, and the configuration beside it that it reads: the only one of the
 * node, in a file or folder that the pod mounts.
 */
record HaproxyPod(StaticPod pod, Container container, HaproxyLines file) {
  private static final Pattern IMAGE = Pattern.compile("(?:.*[/-])?haproxy(?:[-:@].*)?");

  static List<HaproxyPod> in(Deployment deployment) {
    List<HaproxyPod> found = new ArrayList<>();
    for (Node node : deployment.nodes()) {
      List<HaproxyLines> files = node.parts().all(HaproxyLines.class);
      if (files.size() != 1) continue;
      for (StaticPod pod : node.parts().all(StaticPod.class))
        for (Container container : pod.containers())
          if (runsHaproxy(container) && mountsConfiguration(container))
            found.add(new HaproxyPod(pod, container, files.getFirst()));
    }
    return found;
  }

  private static boolean runsHaproxy(Container container) {
    return container.image().value().filter(image -> IMAGE.matcher(image).matches()).isPresent();
  }

  private static boolean mountsConfiguration(Container container) {
    return container.mounts().stream()
        .flatMap(mount -> mount.mountPath().value().stream())
        .anyMatch(path -> path.contains("haproxy"));
  }

  /** The mount that holds a path, of the container's file system. */
  Optional<StaticPod.Mount> mountOf(String path) {
    return container.mounts().stream()
        .filter(mount -> mount.mountPath().value().filter(at -> holds(at, path)).isPresent())
        .findFirst();
  }

  /** Whether a mount is not known as far as it would have to be. */
  boolean hasUnknownMounts() {
    return container.mounts().stream().anyMatch(mount -> mount.mountPath().value().isEmpty());
  }

  private static boolean holds(String folder, String path) {
    String plain = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    return path.equals(plain) || path.startsWith(plain + "/");
  }
}
