package dev.vipc.lower.keepalived;

import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The whole file; several {@code global_defs} are one. */
record DaemonLowering(SourceFile file, Body root) {
  /** The blocks outside of all others that have a name. */
  private static final Set<String> NAMED_BLOCKS =
      Set.of(
          "bfd_instance",
          "track_file",
          "track_group",
          "virtual_server",
          "virtual_server_group",
          "vrrp_instance",
          "vrrp_script",
          "vrrp_sync_group",
          "vrrp_track_file",
          "vrrp_track_process");

  VrrpDaemon daemon() {
    Body global = root.merged("global_defs");
    return new VrrpDaemon(
        file,
        global.text("router_id"),
        global.address("vrrp_mcast_group4"),
        global.bool("vrrp_strict"),
        global.flag("enable_script_security", ""),
        global.text("script_user"),
        global.integer("vrrp_version"),
        root.all("vrrp_script").map(line -> new ScriptLowering(root, line).script()).toList(),
        root.all("vrrp_track_process")
            .map(line -> new ScriptLowering(root, line).process())
            .toList(),
        root.all("vrrp_instance").map(line -> RouterLowering.of(root, line).router()).toList(),
        root.all("vrrp_sync_group").map(line -> new SyncGroupLowering(root, line).group()).toList(),
        root.all("virtual_server")
            .map(line -> new VirtualServerLowering(root, line).server())
            .toList(),
        includes(root.lines()).toList(),
        unread());
  }

  private List<Located<String>> unread() {
    return root.lines().stream()
        .filter(line -> line.isBlock() && !NAMED_BLOCKS.contains(line.keyword()))
        .flatMap(line -> line.word(1).stream())
        .toList();
  }

  private static Stream<Located<String>> includes(List<Line> lines) {
    return lines.stream()
        .flatMap(
            line ->
                Expansion.INCLUDES.contains(line.keyword())
                    ? Stream.of(line.word(1).orElse(line.words().getFirst().located()))
                    : includes(line.body()));
  }
}
