package dev.vipc.lower;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * YAML with the marks of a Go or Jinja template in it, read as far as the marks let it: a value
 * that holds a mark keeps it as text, a line of marks alone is no line, and what stands between an
 * {@code if} or {@code range} and its end is there on a condition.
 */
public final class TemplateYaml {
  private static final Pattern MARK =
      Pattern.compile("\\{\\{[^\\n]{0,1000}?}}|\\{%[^\\n]{0,1000}?%}|\\{#[^\\n]{0,1000}?#}");
  private static final Pattern OPENS =
      Pattern.compile(
          "\\{\\{-?\\s*(?:if|range|with|block|define)\\b.*|\\{%-?\\s*(?:if|for|macro)\\b.*");
  private static final Pattern CLOSES =
      Pattern.compile("\\{\\{-?\\s*end\\b.*|\\{%-?\\s*end(?:if|for|macro)\\b.*");
  private static final Pattern ELSE =
      Pattern.compile("\\{\\{-?\\s*else\\b.*|\\{%-?\\s*(?:else|elif)\\b.*");
  private static final Pattern STARTS_DOCUMENT = Pattern.compile("\\s*\\n(?:apiVersion|kind):");

  /** From an opening mark, or an {@code else}, to the next mark of the same condition. */
  private record Branch(int start, int end) {}

  private final List<Branch> branches;
  private final List<Mapping> documents;

  private TemplateYaml(List<Branch> branches, List<Mapping> documents) {
    this.branches = branches;
    this.documents = documents;
  }

  /** Reads a file; one without marks as any other. */
  public static TemplateYaml read(SourceFile file, Reporter out) {
    String text = file.text();
    if (!text.contains("{{") && !text.contains("{%"))
      return new TemplateYaml(List.of(), YamlFiles.documents(file, out));
    Masking masking = new Masking(text);
    SourceFile masked = new SourceFile(file.path(), masking.text());
    List<Mapping> documents =
        YamlFiles.documents(masked, diagnostic -> out.report(onFile(diagnostic, file)));
    Unmasking unmasking = new Unmasking(file, masked);
    return new TemplateYaml(
        masking.branches(),
        documents.stream().map(unmasking::node).map(Mapping.class::cast).toList());
  }

  private static Diagnostic onFile(Diagnostic diagnostic, SourceFile file) {
    Span span = diagnostic.span();
    return new Diagnostic(
        diagnostic.rule(),
        diagnostic.severity(),
        diagnostic.message(),
        file.span(span.start(), span.end()),
        List.of(),
        diagnostic.help(),
        Optional.empty());
  }

  public List<Mapping> documents() {
    return documents;
  }

  /** Whether a template's condition decides if the inner one is there, where the outer one is. */
  public boolean isConditional(Span inner, Span outer) {
    return branches.stream()
        .anyMatch(
            branch ->
                branch.start() <= inner.start()
                    && inner.end() <= branch.end()
                    && !(branch.start() <= outer.start() && outer.end() <= branch.end()));
  }

  /** Whether some condition decides what stands within a place. */
  public boolean hasConditionIn(Span place) {
    return branches.stream()
        .anyMatch(branch -> place.start() < branch.start() && branch.end() < place.end());
  }

  /** Every document as fields. */
  public Stream<YamlFields> fields(Values values) {
    return documents.stream().map(document -> new YamlFields(document, values));
  }

  /** The text with letters in the place of marks, and the branches of its conditions. */
  private static final class Masking {
    private final String original;
    private final StringBuilder text;
    private final List<Branch> branches = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();

    Masking(String original) {
      this.original = original;
      this.text = new StringBuilder(original);
      Matcher mark = MARK.matcher(original);
      while (mark.find()) {
        branch(mark.group(), mark.start(), mark.end());
        for (int at = mark.start(); at < mark.end(); at++)
          if (original.charAt(at) != '\n') text.setCharAt(at, 'x');
      }
      blankLines();
    }

    String text() {
      return text.toString();
    }

    List<Branch> branches() {
      return branches;
    }

    private void branch(String mark, int start, int end) {
      boolean between = ELSE.matcher(mark).matches();
      if ((between || CLOSES.matcher(mark).matches()) && !open.isEmpty())
        branches.add(new Branch(open.pop(), start));
      if (between || OPENS.matcher(mark).matches()) open.push(end);
    }

    /** Lines of marks alone; one between two documents becomes the sign between them. */
    private void blankLines() {
      Matcher mark = MARK.matcher(original);
      int end = -1;
      while (mark.find()) {
        if (mark.start() < end) continue;
        int start = original.lastIndexOf('\n', mark.start()) + 1;
        int newline = original.indexOf('\n', mark.end());
        end = newline < 0 ? original.length() : newline;
        String line = original.substring(start, end);
        if (!MARK.matcher(line).replaceAll("").isBlank()) continue;
        boolean between =
            mark.start() == start
                && line.length() >= 3
                && STARTS_DOCUMENT.matcher(original).region(end, original.length()).lookingAt();
        for (int at = start; at < end; at++)
          if (original.charAt(at) != '\n' && original.charAt(at) != '\r')
            text.setCharAt(at, between && at < start + 3 ? '-' : ' ');
      }
    }
  }

  /** Gives the nodes of the masked text the places and the words of the original. */
  private record Unmasking(SourceFile file, SourceFile masked, Map<YamlNode, YamlNode> known) {
    Unmasking(SourceFile file, SourceFile masked) {
      this(file, masked, new IdentityHashMap<>());
    }

    YamlNode node(YamlNode node) {
      YamlNode made = known.get(node);
      if (made != null) return made;
      YamlNode fresh =
          switch (node) {
            case Scalar scalar -> scalar(scalar);
            case Sequence(var items, var span) ->
                new Sequence(items.stream().map(this::node).toList(), moved(span));
            case Mapping(var entries, var span) ->
                new Mapping(entries.stream().map(this::entry).toList(), moved(span));
          };
      known.put(node, fresh);
      return fresh;
    }

    private Entry entry(Entry entry) {
      return new Entry(scalar(entry.key()), node(entry.value()));
    }

    private Scalar scalar(Scalar scalar) {
      Span span = moved(scalar.span());
      boolean same = span.text().equals(scalar.span().text());
      return new Scalar(same ? scalar.value() : unquoted(span.text()), scalar.plain(), span);
    }

    private static String unquoted(String text) {
      boolean quoted =
          text.length() > 1
              && (text.charAt(0) == '"' || text.charAt(0) == '\'')
              && text.charAt(text.length() - 1) == text.charAt(0);
      return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private Span moved(Span span) {
      return file.span(span.start(), span.end());
    }
  }
}
