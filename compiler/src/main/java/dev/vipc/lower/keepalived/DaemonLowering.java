package dev.vipc.lower.keepalived;

import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;

/** The whole file; several {@code global_defs} are one. */
record DaemonLowering(SourceFile file, Body root) {
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
        includes(root.lines()).toList());
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
