package dev.vipc.rule.vrrp;

import dev.vipc.model.CheckScript;
import dev.vipc.model.Node;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpDaemon.TrackScript;
import java.util.List;
import java.util.stream.Stream;

/** Finds what a node's tracked scripts really run. */
record ScriptsOf(Node node) {
  /** Those that some virtual router or sync group tracks. */
  static List<TrackScript> tracked(VrrpDaemon daemon) {
    List<String> names =
        Stream.concat(
                daemon.routers().stream().flatMap(router -> router.tracks().stream()),
                daemon.syncGroups().stream().flatMap(group -> group.tracks().stream()))
            .filter(track -> track.kind() == Track.Kind.SCRIPT)
            .map(track -> track.name().value())
            .toList();
    return daemon.scripts().stream()
        .filter(script -> names.contains(script.name().value()))
        .toList();
  }

  /** The scripts among the node's files, or in the command itself, that it runs. */
  List<CheckScript> runBy(TrackScript script) {
    return node.parts().all(CheckScript.class).stream()
        .filter(file -> file.isRunBy(script))
        .toList();
  }
}
