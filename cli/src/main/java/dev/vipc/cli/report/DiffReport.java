package dev.vipc.cli.report;

import dev.vipc.diff.DiffResult;
import dev.vipc.diff.DiffResult.Recovery;
import dev.vipc.diff.Difference;
import dev.vipc.diff.Difference.Said;
import dev.vipc.diff.Impact;
import dev.vipc.proof.Bounds;
import dev.vipc.source.Position;
import dev.vipc.source.Span;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.json.JSONWriter;

/** What {@code vipc diff} writes. */
public final class DiffReport {
  /** The ways to write it. */
  public enum Format {
    text,
    json
  }

  private final PrintWriter out;

  public DiffReport(PrintWriter out) {
    this.out = out;
  }

  /** One result a deployment. */
  public void write(List<DiffResult> results, Format format) {
    switch (format) {
      case text -> results.forEach(this::text);
      case json -> json(results);
    }
  }

  private void text(DiffResult result) {
    Map<String, List<Difference>> byNode =
        result.differences().stream()
            .collect(
                Collectors.groupingBy(
                    d -> d.node().orElse("the deployment as a whole"),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byNode.forEach(
        (node, differences) -> {
          out.println(Plain.line(node));
          differences.forEach(this::text);
          out.println();
        });
    consequences(result);
    for (Recovery recovery : result.recoveries())
      out.println(
          "%s: after a single fault served again within %s s, before within %s s"
              .formatted(
                  Plain.line(recovery.service()),
                  Bounds.seconds(recovery.after()),
                  Bounds.seconds(recovery.before())));
    for (String note : result.notes()) out.println("note: " + Plain.line(note));
    int count = result.differences().size();
    out.println(
        count == 0 ? "no difference" : count + (count == 1 ? " difference" : " differences"));
  }

  private void text(Difference difference) {
    String subject = String.join(" > ", difference.subject());
    String field = difference.field().isEmpty() ? "" : ": " + difference.field();
    out.println("  " + Plain.line(subject + field));
    out.println(
        "    %s -> %s"
            .formatted(
                Plain.line(value(difference.before())), Plain.line(value(difference.after()))));
    String places = places(difference);
    if (!places.isEmpty()) out.println("    at " + Plain.line(places));
    out.println("    " + impacts(difference) + " (" + difference.aspect().word() + ")");
  }

  private static String value(Optional<Said> said) {
    return said.map(one -> one.value().isEmpty() ? "(empty)" : one.value()).orElse("(nothing)");
  }

  private static String places(Difference difference) {
    String old = place(difference.before());
    String now = place(difference.after());
    return (old + now).startsWith("(") && (old + now).endsWith(")") ? "" : old + " -> " + now;
  }

  private static String place(Optional<Said> said) {
    return said.map(one -> one.place().map(Span::toString).orElse("(default)")).orElse("(nowhere)");
  }

  private static String impacts(Difference difference) {
    return difference.aspect().impacts().stream()
        .map(Impact::word)
        .collect(Collectors.joining(", "));
  }

  /** Each consequence once, however many differences have it. */
  private void consequences(DiffResult result) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Difference one : result.differences())
      texts.putIfAbsent(one.aspect().word(), one.consequence());
    if (texts.isEmpty()) return;
    out.println("what follows");
    texts.forEach((aspect, text) -> out.println("  " + aspect + ": " + text));
    out.println();
  }

  private void json(List<DiffResult> results) {
    JSONWriter json = new JSONWriter(out);
    json.object().key("version").value(1).key("deployments").array();
    for (DiffResult result : results) {
      json.object().key("differences").array();
      result.differences().forEach(difference -> json(json, difference));
      json.endArray().key("recovery").array();
      for (Recovery one : result.recoveries())
        json.object()
            .key("service")
            .value(one.service())
            .key("worstSecondsBefore")
            .value(Double.parseDouble(Bounds.seconds(one.before())))
            .key("worstSecondsAfter")
            .value(Double.parseDouble(Bounds.seconds(one.after())))
            .endObject();
      json.endArray().key("notes").value(result.notes()).endObject();
    }
    json.endArray().endObject();
    out.println();
  }

  private static void json(JSONWriter json, Difference difference) {
    json.object();
    difference.node().ifPresent(node -> json.key("node").value(node));
    json.key("subject").value(difference.subject());
    if (!difference.field().isEmpty()) json.key("field").value(difference.field());
    difference.before().ifPresent(said -> said(json.key("before"), said));
    difference.after().ifPresent(said -> said(json.key("after"), said));
    json.key("aspect").value(difference.aspect().word());
    json.key("impacts").value(difference.aspect().impacts().stream().map(Impact::word).toList());
    json.key("consequence").value(difference.consequence());
    json.key("source").value(difference.aspect().source());
    json.endObject();
  }

  private static void said(JSONWriter json, Said said) {
    json.object().key("value").value(said.value());
    said.place()
        .ifPresent(
            place -> {
              json.key("file").value(place.file().path());
              position(json.key("start"), place.startPosition());
              position(json.key("end"), place.endPosition());
            });
    json.endObject();
  }

  private static void position(JSONWriter json, Position at) {
    json.object().key("line").value(at.line()).key("column").value(at.column()).endObject();
  }
}
