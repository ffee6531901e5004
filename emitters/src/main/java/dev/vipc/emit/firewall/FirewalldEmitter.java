package dev.vipc.emit.firewall;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.ShellText;
import dev.vipc.emit.firewall.Opening.Source;
import dev.vipc.spec.HostFiles;
import dev.vipc.spec.SpecNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A script that adds rich rules to firewalld's permanent configuration, in the zone that the node's
 * interface is in. A zone's file of our own would take the interface out of its zone.
 */
@AutoService(Emitter.class)
public final class FirewalldEmitter implements Emitter {
  private static final String FILE = "/etc/vipc/firewalld.sh";

  @Override
  public String name() {
    return "firewalld";
  }

  @Override
  public ArtifactSet emit(Build build) {
    if (build.spec().hostFiles().firewall().value() != HostFiles.Firewall.FIREWALLD)
      return ArtifactSet.EMPTY;
    Openings openings = new Openings(build.spec());
    return new ArtifactSet(
        build.spec().nodes().stream().map(node -> script(build, node, openings)).toList());
  }

  private static Artifact script(Build build, SpecNode node, Openings openings) {
    List<String> rules =
        openings.into(node).stream().flatMap(FirewalldEmitter::rules).distinct().toList();
    String text =
        build.render(
            FirewalldEmitter.class,
            "firewalld.sh.j2",
            Map.of(
                "header", build.origin().comment(),
                "interface", node.iface().map(iface -> ShellText.word(iface.value())).orElse(""),
                "rules", rules));
    return Artifact.onNode(node.name().value(), FILE, text, FileMode.SCRIPT);
  }

  private static Stream<String> rules(Opening opening) {
    return opening.sources().isEmpty()
        ? Stream.of(rule(Optional.empty(), opening))
        : opening.sources().stream().map(source -> rule(Optional.of(source), opening));
  }

  /** In the order that firewalld itself writes rich rules (man firewalld.richlanguage). */
  private static String rule(Optional<Source> source, Opening opening) {
    String from =
        source
            .map(
                one ->
                    " family=\"%s\" source address=\"%s\""
                        .formatted(one.v6() ? "ipv6" : "ipv4", one.text()))
            .orElse("");
    return "rule" + from + element(opening) + " accept";
  }

  private static String element(Opening opening) {
    if (opening.protocol().equals(Opening.EVERY_PROTOCOL)) return "";
    return opening
        .ports()
        .map(ports -> " port port=\"%s\" protocol=\"%s\"".formatted(ports, opening.protocol()))
        .orElse(" protocol value=\"%s\"".formatted(opening.protocol()));
  }
}
