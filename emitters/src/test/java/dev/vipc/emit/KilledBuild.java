package dev.vipc.emit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A process that builds one tree and another in turn, until it is killed. */
final class KilledBuild {
  private static final int NODES = 12;

  private KilledBuild() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (int turn = 0; ; turn++) {
      new ArtifactWriter(folder).write(tree(turn % 2 == 0 ? "old" : "new"), true);
      System.out.println(turn);
    }
  }

  /** Files of both trees with other bytes, and files that only one of the two has. */
  static ArtifactSet tree(String name) {
    return new ArtifactSet(
        IntStream.range(0, NODES)
            .boxed()
            .flatMap(
                i ->
                    Stream.of(
                        artifact("lb" + i, "haproxy/haproxy.cfg", name, FileMode.PLAIN),
                        artifact("lb" + i, "keepalived/keepalived.conf", name, FileMode.SECRET),
                        artifact(name + i, name + "/check.sh", name, FileMode.SCRIPT)))
            .toList());
  }

  private static Artifact artifact(String node, String path, String text, FileMode mode) {
    return Artifact.onNode(node, "/etc/" + path, (text + " " + node + "\n").repeat(200), mode);
  }
}
