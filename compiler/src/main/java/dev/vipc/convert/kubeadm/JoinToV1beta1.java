package dev.vipc.convert.kubeadm;

import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From v1alpha3: the discovery of a JoinConfiguration becomes an object, and so the control plane.
 */
final class JoinToV1beta1 {
  private static final String KIND = "JoinConfiguration";

  private JoinToV1beta1() {}

  static List<Step> steps() {
    return List.of(
        JoinToV1beta1::token,
        JoinToV1beta1::servers,
        draft ->
            wrap(
                draft,
                "bootstrapToken",
                "discoveryToken token discoveryTokenAPIServers apiServerEndpoint"
                    + " discoveryTokenCACertHashes caCertHashes"
                    + " discoveryTokenUnsafeSkipCAVerification unsafeSkipCAVerification"),
        draft -> wrap(draft, "file", "discoveryFile kubeConfigPath"),
        draft ->
            wrap(
                draft,
                "discovery",
                "bootstrapToken bootstrapToken file file tlsBootstrapToken tlsBootstrapToken"
                    + " discoveryTimeout timeout"),
        JoinToV1beta1::controlPlane,
        JoinToV1beta1::dropped);
  }

  private static void wrap(Draft draft, String parent, String names) {
    Map<String, String> map = new LinkedHashMap<>();
    String[] words = names.split(" ");
    for (int at = 0; at + 1 < words.length; at += 2) map.put(words[at], words[at + 1]);
    for (Mapping join : draft.documents(KIND)) draft.wrap(join, parent, map);
  }

  /** From v1beta1 on the object's presence, not a boolean, makes the node a control-plane node. */
  private static void controlPlane(Draft draft) {
    for (Mapping join : draft.documents(KIND)) {
      Optional<Entry> plane = join.entry("controlPlane");
      boolean scalar = plane.filter(entry -> entry.value() instanceof Scalar).isPresent();
      if (plane.isPresent() && !scalar) continue;
      String said = plane.map(entry -> ((Scalar) entry.value()).value()).orElse("false");
      if (isTrue(said)) joins(draft, join, plane.orElseThrow());
      else doesNot(draft, join, plane, said);
    }
  }

  private static boolean isTrue(String text) {
    return text.matches("(?i)true|yes|on|y");
  }

  private static void joins(Draft draft, Mapping join, Entry plane) {
    Optional<Entry> endpoint = join.entry("apiEndpoint");
    if (endpoint.isEmpty()) {
      draft.replace(plane.value().span(), "{}");
      return;
    }
    if (draft.lines().isFlow(join)) {
      draft.rewrite(
          join,
          join.entries().stream()
              .filter(entry -> entry != endpoint.get())
              .map(
                  entry ->
                      entry == plane
                          ? "controlPlane: {localAPIEndpoint: %s}"
                              .formatted(draft.rawValue(endpoint.get()))
                          : draft.rawEntry(entry))
              .toList());
      return;
    }
    Lines lines = draft.lines();
    Lines.Region region = lines.region(join, Draft.indexOf(join, "apiEndpoint"));
    String text = draft.text();
    Entry moved = endpoint.get();
    String below =
        text.substring(region.start(), moved.key().span().start())
            + "localAPIEndpoint"
            + text.substring(moved.key().span().end(), region.end());
    draft.edits().delete(region.start(), region.end());
    draft
        .edits()
        .delete(text.indexOf(':', plane.key().span().end()) + 1, plane.value().span().end());
    int behind = lines.next(plane.value().span().end());
    boolean atEnd = behind == text.length();
    String deeper = Lines.moved(below, 0, 2);
    String before = atEnd && !text.endsWith("\n") ? lines.newline() : "";
    draft.edits().insert(behind, before + (atEnd ? deeper : lines.ended(deeper)));
  }

  private static void doesNot(Draft draft, Mapping join, Optional<Entry> plane, String said) {
    boolean open = !said.isEmpty() && !said.matches("(?i)false|no|off|n|null|~");
    if (open) {
      draft.note(
          ConversionNotes.LOST,
          plane.orElseThrow().value().span(),
          "`controlPlane: %s` has no value yet; from v1beta1 on the field's presence decides"
              .formatted(said),
          "write `controlPlane: {}` for a control-plane node, and no such field for others");
    }
    Optional<Entry> endpoint = join.entry("apiEndpoint");
    endpoint.ifPresent(
        entry ->
            draft.note(
                ConversionNotes.LOST,
                entry.key().span(),
                "`apiEndpoint` belongs in `controlPlane`, which this node does not have",
                "write it into `controlPlane.localAPIEndpoint` of a control-plane node"));
    Set<String> keys =
        plane.isPresent() && endpoint.isPresent()
            ? Set.of("controlPlane", "apiEndpoint")
            : Set.of(plane.isPresent() ? "controlPlane" : "apiEndpoint");
    if (plane.isPresent() || endpoint.isPresent()) draft.commentOut(join, keys);
  }

  private static void dropped(Draft draft) {
    for (Mapping join : draft.documents(KIND))
      ToV1beta1.dropped(
          draft,
          join,
          Set.of("clusterName", "featureGates"),
          "of a JoinConfiguration is gone since v1beta1",
          "the ClusterConfiguration says it for the whole cluster");
  }

  /** {@code token} stood for the discovery's and for that of the TLS bootstrap. */
  private static void token(Draft draft) {
    for (Mapping join : draft.documents(KIND)) {
      Optional<Entry> token = join.entry("token");
      if (token.isEmpty()) continue;
      boolean discovers =
          join.entry("discoveryToken").isPresent() || join.entry("discoveryFile").isPresent();
      if (!discovers) draft.rename(token.get(), "discoveryToken");
      else if (join.entry("tlsBootstrapToken").isEmpty())
        draft.rename(token.get(), "tlsBootstrapToken");
      else draft.commentOut(join, "token");
    }
  }

  /** The list of API servers becomes one endpoint: kubeadm took the first that answered. */
  private static void servers(Draft draft) {
    for (Mapping join : draft.documents(KIND)) {
      Optional<Entry> servers = join.entry("discoveryTokenAPIServers");
      if (servers.isEmpty() || !Lines.isInPlace(servers.get())) continue;
      if (servers.get().value() instanceof YamlNode.Sequence list)
        servers(draft, join, servers.get(), list);
    }
  }

  private static void servers(Draft draft, Mapping join, Entry entry, YamlNode.Sequence list) {
    List<YamlNode> items = list.items();
    if (items.isEmpty()) {
      draft.commentOut(join, "discoveryTokenAPIServers");
      return;
    }
    String first = items.getFirst().span().text();
    if (items.size() > 1)
      draft.note(
          ConversionNotes.LOST,
          items.get(1).span(),
          "only one API server can be named from v1beta1 on; `%s` is kept".formatted(first),
          "name the load balancer's address");
    if (draft.lines().isFlow(list)) {
      String others =
          String.join(", ", items.stream().skip(1).map(item -> item.span().text()).toList());
      boolean line = !others.isEmpty() && !draft.lines().isFlow(join);
      int end = draft.lines().next(list.span().end());
      draft.replace(list.span(), first);
      if (line) draft.edits().insert(end, "# also: " + others + draft.lines().newline());
      return;
    }
    int colon = draft.text().indexOf(':', entry.key().span().end());
    draft.edits().replace(colon + 1, items.getFirst().span().end(), " " + first);
    comments(
        draft,
        entry,
        draft.text().substring(colon + 1, items.getFirst().span().start()),
        items.getFirst().span().end());
    for (YamlNode item : items.subList(1, items.size())) {
      int line = draft.lines().start(item.span().start());
      int indent = draft.lines().indent(line);
      // deeper than the key, so that the comment stays with it
      boolean beside = indent <= draft.lines().column(entry.key().span().start());
      draft.edits().insert(line + indent, beside ? "  # " : "# ");
    }
  }

  /** Comments between the key and its first item go behind the line, indented deeper. */
  private static void comments(Draft draft, Entry entry, String between, int end) {
    int next = draft.lines().next(end);
    boolean open = next == draft.text().length() && !draft.text().endsWith("\n");
    String blanks = " ".repeat(draft.lines().column(entry.key().span().start()) + 2);
    StringBuilder put = new StringBuilder();
    for (String line : between.split("\n")) {
      int sign = line.indexOf('#');
      if (sign < 0) continue;
      if (open) put.append(draft.lines().newline());
      put.append(blanks).append(line.substring(sign).stripTrailing());
      if (!open) put.append(draft.lines().newline());
    }
    if (!put.isEmpty()) draft.edits().insert(next, put.toString());
  }
}
