package dev.vipc.convert.kubeadm;

import dev.vipc.check.kubeadm.SeparatedDocuments;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries the kubeadm documents of a file to a version, hop by hop: v1alpha3, v1beta1, v1beta2,
 * v1beta3, v1beta4. Everything else in the file, documents of other groups included, keeps its
 * bytes.
 */
public final class KubeadmConversion {
  /**
   * @param text the new text; the old one where nothing could be done
   * @param notes what is to be known of it, at its place in the file that was given
   */
  public record Converted(String text, List<Diagnostic> notes) {
    /** Whether some document is not of the version that was asked for. */
    public boolean isIncomplete() {
      return notes.stream().anyMatch(note -> note.severity() == Severity.ERROR);
    }
  }

  private static final int MOST_ROUNDS = 64;
  private static final KubeadmVersion FIRST = KubeadmVersion.V1ALPHA3;

  private final SourceFile original;
  private final KubeadmVersion target;
  private final List<Edits> done = new ArrayList<>();
  private final Findings notes = new Findings();
  private SourceFile current;
  private List<Mapping> roots = List.of();

  private KubeadmConversion(SourceFile file, KubeadmVersion target) {
    this.original = file;
    this.target = target;
    this.current = file;
  }

  /**
   * Converts a file.
   *
   * @param target one of v1alpha3 to v1beta4
   */
  public static Converted convert(SourceFile file, KubeadmVersion target) {
    return new KubeadmConversion(file, target).converted();
  }

  private Converted converted() {
    Findings faults = new Findings();
    read(faults);
    boolean broken = false;
    for (Diagnostic fault : faults.sorted()) {
      boolean template = fault.rule().equals(SyntaxFaults.TEMPLATE);
      if (!template) notes.report(fault);
      broken |= !template;
    }
    if (broken) return new Converted(original.text(), notes.sorted());
    run(this::separate);
    judgeVersions();
    for (KubeadmVersion from : hops()) {
      for (Step step : chain().getOrDefault(from, List.of())) runAll(step, from);
      runAll(draft -> stamp(draft, from), from);
    }
    return new Converted(current.text(), notes.sorted());
  }

  private List<KubeadmVersion> hops() {
    return List.of(KubeadmVersion.values()).subList(FIRST.ordinal(), target.ordinal());
  }

  private static Map<KubeadmVersion, List<Step>> chain() {
    Map<KubeadmVersion, List<Step>> chain = new EnumMap<>(KubeadmVersion.class);
    List<Step> first = new ArrayList<>(ToV1beta1.steps());
    first.addAll(JoinToV1beta1.steps());
    chain.put(KubeadmVersion.V1ALPHA3, first);
    chain.put(KubeadmVersion.V1BETA2, ToV1beta3.steps());
    chain.put(KubeadmVersion.V1BETA3, ToV1beta4.steps());
    return chain;
  }

  private void read(Findings faults) {
    roots =
        YamlSyntax.parse(current, faults).stream()
            .filter(Mapping.class::isInstance)
            .map(Mapping.class::cast)
            .toList();
  }

  /** A step that takes one document at a time is run again as long as it finds one. */
  private void runAll(Step step, KubeadmVersion from) {
    for (int round = 0;
        round < MOST_ROUNDS && roots.stream().anyMatch(r -> Draft.isOf(r, from));
        round++) if (!run(step, from)) return;
  }

  private boolean run(Step step, KubeadmVersion from) {
    Draft draft = new Draft(current, roots, from);
    step.on(draft);
    draft.notes().forEach(this::note);
    return apply(draft.edits());
  }

  private void run(Consumer<Edits> step) {
    Edits edits = new Edits();
    step.accept(edits);
    apply(edits);
  }

  private boolean apply(Edits edits) {
    if (edits.isEmpty()) return false;
    current = new SourceFile(original.path(), edits.applyTo(current.text()));
    done.add(edits);
    Findings faults = new Findings();
    read(faults);
    // what a step writes is YAML, or the step is wrong: better no text than a broken one
    for (Diagnostic fault : faults.sorted())
      if (!fault.rule().equals(SyntaxFaults.TEMPLATE))
        throw new IllegalStateException("a step wrote no YAML: " + fault.message());
    return true;
  }

  private void note(Diagnostic note) {
    int start = note.span().start();
    int end = note.span().end();
    for (Edits edits : done.reversed()) {
      start = edits.origin(start);
      end = edits.origin(end);
    }
    Span place = original.span(start, Math.max(start, end));
    Diagnostic found = Diagnostic.of(note.rule(), place, note.message());
    notes.report(note.help().map(found::help).orElse(found));
  }

  /** Puts in the lines {@code ---} that are missing. */
  private void separate(Edits edits) {
    for (Mapping root : roots)
      SeparatedDocuments.of(
          root,
          fault ->
              fault
                  .fix()
                  .map(Fix::edits)
                  .orElse(List.of())
                  .forEach(edit -> edits.insert(edit.span().start(), edit.text())));
  }

  private void judgeVersions() {
    boolean any = false;
    for (Mapping root : roots) {
      Optional<Scalar> apiVersion = root.scalar("apiVersion");
      boolean own = apiVersion.filter(v -> v.value().startsWith(Draft.GROUP)).isPresent();
      any |= own;
      if (own) judge(apiVersion.orElseThrow());
    }
    if (!any)
      note(
          Diagnostic.of(
                  ConversionNotes.NOT_CONVERTED,
                  current.startOfFile(),
                  "no kubeadm document is in the file")
              .help("name a file with documents of `kubeadm.k8s.io`"));
  }

  private void judge(Scalar apiVersion) {
    String word = apiVersion.value().substring(Draft.GROUP.length());
    Optional<KubeadmVersion> version = KubeadmVersion.of(word);
    if (version.isEmpty())
      refuse(apiVersion, "`%s` is no version that is known here".formatted(word), "mend it");
    else if (version.get().compareTo(FIRST) < 0)
      refuse(
          apiVersion,
          "the chain begins at v1alpha3, not at `%s`".formatted(word),
          "carry it over with `kubeadm config migrate`: "
              + String.join(", then ", version.get().hopsTo(FIRST.firstReader() + 1)));
    else if (version.get().compareTo(target) > 0)
      refuse(
          apiVersion,
          "`%s` is newer than %s, and there is no way back".formatted(word, target),
          "ask for a newer version");
  }

  private void refuse(Scalar apiVersion, String message, String help) {
    note(Diagnostic.of(ConversionNotes.NOT_CONVERTED, apiVersion.span(), message).help(help));
  }

  /** Writes the next version into each document. */
  private static void stamp(Draft draft, KubeadmVersion from) {
    KubeadmVersion next = KubeadmVersion.values()[from.ordinal() + 1];
    for (Mapping document : draft.documents()) {
      Span span = document.scalar("apiVersion").orElseThrow().span();
      String written = span.text();
      int at = written.lastIndexOf(from.toString());
      if (at >= 0) draft.replace(span.part(at, at + from.toString().length()), next.toString());
    }
  }
}
