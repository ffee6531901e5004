package dev.vipc.emit.vipd;

import dev.vipc.emit.Artifact;
import dev.vipc.emit.Build;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What starts vipd by the kubelet. */
final class VipdPod {
  private static final String MANIFEST = "/etc/kubernetes/manifests/vipd.yaml";

  private VipdPod() {}

  static Stream<Artifact> artifacts(Build build, SpecNode node) {
    Optional<Chosen<String>> image = Optional.ofNullable(build.spec().images().get(Program.VIPD));
    if (image.isEmpty()) {
      build.refuse(
          Objects.requireNonNull(build.spec().delivery().get(Program.VIPD)).span(),
          "a static pod of vipd needs an image, and none is published",
          "write `images: { vipd: REGISTRY/IMAGE:TAG }`, or `delivery: { vipd: systemd }`");
      return Stream.empty();
    }
    List<Track> tracks = build.spec().tracksOn(node, VirtualAddress.Engine.VIPD);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("image", YamlText.of(image.get().value()));
    values.put("plan", VipdEmitter.PLAN);
    values.put("host_processes", tracks.stream().anyMatch(Track.OfProcess.class::isInstance));
    values.put("scripts", scripts(tracks));
    values.put("translates", !build.spec().forwardingSettings(node).isEmpty());
    return Stream.of(
        Artifact.onNode(
            node.name().value(),
            MANIFEST,
            build.render(VipdPod.class, "vipd.yaml.j2", values),
            FileMode.PLAIN));
  }

  private static List<Map<String, Object>> scripts(List<Track> tracks) {
    List<Map<String, Object>> mounts = new ArrayList<>();
    for (Track track : tracks)
      if (track instanceof Track.OfScript script)
        mounts.add(
            Map.of(
                "name",
                "script-" + (mounts.size() + 1),
                "path",
                YamlText.of(script.path().value())));
    return mounts;
  }
}
