package dev.vipc.convert.kubeadm;

import dev.vipc.convert.kubeadm.Draft.Held;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/** From v1beta3: arguments become lists, and the timeouts have a place of their own. */
final class ToV1beta4 {
  private static final String OLD = "timeoutForControlPlane";
  private static final String NEW = "controlPlaneComponentHealthCheck";

  private ToV1beta4() {}

  static List<Step> steps() {
    return List.of(Arguments::on, ToV1beta4::discovery, ToV1beta4::controlPlane);
  }

  private static void discovery(Draft draft) {
    for (Mapping join : draft.documents("JoinConfiguration"))
      draft
          .at(join, "discovery")
          .filter(discovery -> discovery.mapping().entry("timeout").isPresent())
          .ifPresent(
              discovery -> {
                if (isTaken(draft, join, "discovery", discovery.mapping(), "timeout"))
                  draft.commentOut(discovery, "timeout");
                else move(draft, discovery, "timeout", join, "discovery");
              });
  }

  private static void controlPlane(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration")) {
      Optional<Held> server =
          draft.at(cluster, "apiServer").filter(held -> held.mapping().entry(OLD).isPresent());
      if (server.isEmpty()) continue;
      controlPlane(draft, cluster, server.get());
      // another ClusterConfiguration is another node's, and its turn comes with the next reading
      return;
    }
  }

  private static void controlPlane(Draft draft, Mapping cluster, Held server) {
    Optional<Mapping> init = draft.firstOf("InitConfiguration");
    Entry entry = server.mapping().entry(OLD).orElseThrow();
    Optional<Scalar> value = Draft.written(server.mapping(), OLD);
    if (value.isEmpty()) {
      draft.commentOut(server, OLD);
      return;
    }
    if (init.isPresent()) {
      if (isTaken(draft, init.get(), NEW, server.mapping(), OLD)) draft.commentOut(server, OLD);
      else {
        move(draft, server, OLD, init.get(), NEW);
        note(draft, entry, "it is `timeouts.%s` of the InitConfiguration now".formatted(NEW));
      }
      return;
    }
    String raw = "  " + NEW + ": " + draft.rawValue(entry);
    boolean braces = draft.lines().isFlow(server.mapping());
    String cut = draft.cut(server, OLD);
    document(draft, cluster, braces ? raw : lines(draft, cut, OLD, NEW).stripTrailing());
    note(draft, entry, "an InitConfiguration with `timeouts.%s` was added for it".formatted(NEW));
  }

  private static void note(Draft draft, Entry entry, String saying) {
    draft.note(
        ConversionNotes.MOVED,
        entry.key().span(),
        "`%s` is gone from the ClusterConfiguration; %s".formatted(OLD, saying),
        "a control-plane node that joins takes the timeouts of its own JoinConfiguration");
  }

  /** A new document behind the cluster's, or at its end. */
  private static void document(Draft draft, Mapping cluster, String timeouts) {
    Lines lines = draft.lines();
    String text = draft.text();
    int last = draft.lines().isFlow(cluster) ? cluster.span().end() : lines.behind(cluster);
    int next = text.indexOf("\n---", Math.max(0, last - 1));
    int at = next < 0 ? text.length() : next + 1;
    boolean open = at > 0 && text.charAt(at - 1) != '\n' && !draft.edits().deletesUpTo(at);
    String document =
        String.join(
            lines.newline(),
            "---",
            "apiVersion: kubeadm.k8s.io/v1beta3",
            "kind: InitConfiguration",
            "timeouts:",
            timeouts,
            "");
    draft.edits().insert(at, (open ? lines.newline() : "") + document);
  }

  /** Whether the new place has a value, which holds. */
  private static boolean isTaken(
      Draft draft, Mapping document, String key, Mapping old, String oldKey) {
    Optional<Entry> there = document.mapping("timeouts").flatMap(timeouts -> timeouts.entry(key));
    there.ifPresent(
        _ ->
            draft.note(
                ConversionNotes.LOST,
                old.entry(oldKey).orElseThrow().key().span(),
                "`timeouts.%s` has a value already".formatted(key),
                "keep the one that is meant"));
    return there.isPresent();
  }

  /** Moves an entry, with its comments, below the {@code timeouts} of a document. */
  private static void move(Draft draft, Held held, String old, Mapping document, String name) {
    Entry entry = held.mapping().entry(old).orElseThrow();
    String raw = draft.rawValue(entry);
    boolean braces = draft.lines().isFlow(held.mapping());
    String cut = draft.cut(held, old);
    Optional<Held> timeouts = draft.at(document, "timeouts");
    if (timeouts.isPresent()) {
      draft.add(timeouts.get().mapping(), name, raw);
      return;
    }
    if (draft.lines().isFlow(document)) {
      draft.add(document, "timeouts", "{" + name + ": " + raw + "}");
      return;
    }
    String newline = draft.lines().newline();
    String below = braces ? "  " + name + ": " + raw + newline : lines(draft, cut, old, name);
    draft.addLines(
        document,
        "timeouts:" + newline + (below.endsWith("\n") ? below : below + newline),
        Optional.empty());
  }

  /** The lines of an entry, at the indentation of a second level, under another name. */
  private static String lines(Draft draft, String cut, String old, String name) {
    String stripped = cut.stripTrailing().stripIndent();
    int key = stripped.indexOf(old + ":");
    String renamed =
        key < 0
            ? stripped
            : stripped.substring(0, key) + name + stripped.substring(key + old.length());
    return Lines.moved(renamed + "\n", 0, 2).replace("\n", draft.lines().newline());
  }
}
