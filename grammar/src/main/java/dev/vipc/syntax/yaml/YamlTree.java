package dev.vipc.syntax.yaml;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the tree of one document from its events. */
final class YamlTree {
  private static final int MAX_DEPTH = 100;

  /** How many nodes the aliases of one document may stand for, all together. */
  private static final long MAX_ALIASED = 100_000;

  /** A mapping or sequence whose end has not come yet; a mapping's items are keys and values. */
  private static final class Open {
    final boolean mapping;
    final Optional<String> anchor;
    final boolean flow;
    final Span start;
    final List<YamlNode> items = new ArrayList<>();
    long size = 1;
    int end;

    Open(boolean mapping, Optional<String> anchor, boolean flow, Span start) {
      this.mapping = mapping;
      this.anchor = anchor;
      this.flow = flow;
      this.start = start;
      this.end = start.end();
    }
  }

  private record Anchored(YamlNode node, long size) {}

  private final SourceFile file;
  private final Reporter out;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private Optional<YamlNode> root = Optional.empty();
  private long aliased;
  private boolean refused;

  YamlTree(SourceFile file, Reporter out) {
    this.file = file;
    this.out = out;
  }

  Optional<YamlNode> root() {
    return root;
  }

  /** Whether a finding was reported that ends the reading of the document. */
  boolean refused() {
    return refused;
  }

  void scalar(Optional<String> anchor, String value, boolean plain, Span span) {
    add(anchor, new Scalar(value, plain, span), 1, span);
  }

  void alias(String name, Span span) {
    Anchored target = anchors.get(name);
    if (target == null) {
      refuse(
          YamlFaults.FAULT,
          span,
          "the alias `*%s` names no anchor that is complete here".formatted(name),
          "write the anchor `&%s` before it, or quote the text".formatted(name));
      return;
    }
    aliased += target.size();
    if (aliased > MAX_ALIASED)
      refuse(
          YamlFaults.TOO_LARGE,
          span,
          "the aliases up to here stand for more than %d nodes".formatted(MAX_ALIASED),
          "write the values out");
    else add(Optional.empty(), target.node(), target.size(), span);
  }

  void start(boolean mapping, Optional<String> anchor, boolean flow, Span start) {
    if (open.size() == MAX_DEPTH)
      refuse(
          YamlFaults.TOO_LARGE,
          start,
          "nested more than %d deep".formatted(MAX_DEPTH),
          "flatten the document");
    else open.push(new Open(mapping, anchor, flow, start));
  }

  /** Ends the innermost mapping or sequence; {@code bracket} is its closing sign in flow style. */
  void end(Span bracket) {
    Open ended = open.pop();
    Span span = file.span(ended.start.start(), ended.flow ? bracket.end() : ended.end);
    YamlNode node =
        ended.mapping
            ? new Mapping(entries(ended.items), span)
            : new Sequence(List.copyOf(ended.items), span);
    add(ended.anchor, node, ended.size, span);
  }

  private List<Entry> entries(List<YamlNode> items) {
    List<Entry> entries = new ArrayList<>(items.size() / 2);
    for (int at = 0; at + 1 < items.size(); at += 2)
      entries.add(new Entry((Scalar) items.get(at), items.get(at + 1)));
    return List.copyOf(entries);
  }

  /** Puts a node into the one around it; {@code written} is where it, or its alias, stands. */
  private void add(Optional<String> anchor, YamlNode node, long size, Span written) {
    anchor.ifPresent(name -> anchors.put(name, new Anchored(node, size)));
    Open parent = open.peek();
    if (parent == null) {
      root = Optional.of(node);
      return;
    }
    boolean key = parent.mapping && parent.items.size() % 2 == 0;
    if (key && !(node instanceof Scalar)) {
      refuse(
          YamlFaults.FAULT,
          written,
          "a mapping's key must be a text, not a mapping or a list",
          "quote it where it is meant as text");
      return;
    }
    parent.items.add(node);
    parent.end = written.end();
    parent.size += size;
  }

  private void refuse(RuleMeta fault, Span span, String message, String help) {
    refused = true;
    out.report(Diagnostic.of(fault, span, message).help(help));
  }
}
