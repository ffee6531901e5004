package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What import made of a listener or a cluster while it was read: the keys that it has an answer
 * for, and what there is to say of them. Nothing is said before the whole has become a proxy.
 */
final class EnvoyAnswers {
  /** The comments that build writes into every bootstrap. */
  private static final Set<String> OURS =
      Set.of(
          "the address may be another node's",
          "with the default of 50 % Envoy uses the sick servers too as soon as half of them are sick",
          "otherwise a cluster that no client used yet is asked once a minute",
          "another status counts to the threshold as a missing answer does",
          "the check alone speaks TLS: what clients say passes as it is",
          "the backup servers serve only while no other does");

  private record Remark(RuleMeta rule, Span place, String message) {}

  private final Set<Span> answered = new HashSet<>();

  /** Keys that are answered with all below them. */
  private final Set<Span> whole = new HashSet<>();

  /** Keys that stay verbatim, with their comments. */
  private final Set<Span> kept = new HashSet<>();

  private final List<Remark> remarks = new ArrayList<>();
  private boolean beyond = false;

  /** A field of the spec says what the key says, or the keys below it are asked for. */
  void answer(Entry entry) {
    answered.add(entry.key().span());
  }

  void answerWhole(Entry entry) {
    answer(entry);
    whole.add(entry.key().span());
  }

  boolean isAnswered(Entry entry) {
    return answered.contains(entry.key().span());
  }

  /** It stays verbatim. */
  void keep(Entry entry) {
    answerWhole(entry);
    kept.add(entry.key().span());
  }

  /** It is nothing that a proxy of the spec can be. */
  void beyond() {
    beyond = true;
  }

  boolean isBeyond() {
    return beyond;
  }

  void remark(RuleMeta rule, Span place, String message) {
    remarks.add(new Remark(rule, place, message));
  }

  void sayTo(Notes notes) {
    for (Remark remark : remarks) notes.add(remark.rule(), remark.place(), remark.message());
  }

  /** The keys of a message itself that nothing was made of. */
  List<Entry> unanswered(EnvoyMessage message) {
    return message.mapping().entries().stream()
        .filter(entry -> !answered.contains(entry.key().span()) && !isNull(entry.value()))
        .toList();
  }

  /** Notes each key below the answered ones of a message that nothing was made of. */
  void noteBelow(EnvoyMessage message, String of, Notes notes) {
    for (Entry entry : message.mapping().entries())
      if (isOpen(entry)) below(entry.value(), entry.key().value(), of, notes);
  }

  private boolean isOpen(Entry entry) {
    Span key = entry.key().span();
    return answered.contains(key) && !whole.contains(key);
  }

  private void below(YamlNode node, String path, String of, Notes notes) {
    switch (node) {
      case YamlNode.Scalar _ -> {}
      case YamlNode.Sequence(var items, _) -> items.forEach(item -> below(item, path, of, notes));
      case YamlNode.Mapping(var entries, _) -> {
        for (Entry entry : entries) {
          String longer = path + "." + entry.key().value();
          if (isOpen(entry)) below(entry.value(), longer, of, notes);
          else if (!answered.contains(entry.key().span()) && !isNull(entry.value()))
            notes.add(
                NOT_CARRIED,
                entry.key().span(),
                "`%s` of the %s is not carried over".formatted(longer, of));
        }
      }
    }
  }

  /** Gives the comments of the answered keys to a part of the spec. */
  void comments(YamlNode node, String part, Comments comments) {
    switch (node) {
      case YamlNode.Scalar _ -> {}
      case YamlNode.Sequence(var items, _) -> items.forEach(i -> comments(i, part, comments));
      case YamlNode.Mapping(var entries, _) -> {
        for (Entry entry : entries) {
          Span key = entry.key().span();
          if (!answered.contains(key) || kept.contains(key)) continue;
          comments.keep(part, entry, OURS);
          if (isOpen(entry)) comments(entry.value(), part, comments);
        }
      }
    }
  }

  /** Protobuf takes a null for a field that is not there. */
  private static boolean isNull(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }
}
