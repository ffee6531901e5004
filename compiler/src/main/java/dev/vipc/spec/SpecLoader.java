package dev.vipc.spec;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.schema.SchemaCheck;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** From the text of a spec to the spec: YAML, shape, references, defaults. */
public final class SpecLoader {
  /** Read once, by the first spec that is loaded. */
  private static final SchemaCheck SCHEMA = SchemaCheck.of("ha-spec-v1.schema.json");

  private static final Pattern SPEC =
      Pattern.compile("^apiVersion:[ \\t]*[\"']?vipc\\.dev/", Pattern.MULTILINE);

  private SpecLoader() {}

  /** Whether a file says of itself that it is a spec. */
  public static boolean isSpec(SourceFile file) {
    return SPEC.matcher(file.text()).find();
  }

  /**
   * Reads a spec and reports all that is wrong with it alone; absent where that is an error. What
   * the spec means as a whole is for the rules, over {@link dev.vipc.lower.spec.SpecLowering}.
   */
  public static Optional<HaSpec> load(SourceFile file, Reporter out) {
    Gate gate = new Gate(out);
    List<YamlNode> documents = YamlSyntax.parse(file, gate);
    if (gate.closed) return Optional.empty();
    YamlNode root = documents.isEmpty() ? nothing(file) : documents.getFirst();
    SCHEMA.check(root, gate);
    refuseWhatIsNoText(root, gate);
    if (gate.closed || !(root instanceof YamlNode.Mapping document)) return Optional.empty();
    HaSpec spec = new SpecReader(document, gate).read(file);
    return gate.closed ? Optional.empty() : Optional.of(spec);
  }

  /**
   * A character that no program takes as part of a value: a NUL, and half of a pair, which is also
   * how a byte comes here that is not UTF-8.
   */
  private static void refuseWhatIsNoText(YamlNode node, Reporter out) {
    switch (node) {
      case YamlNode.Scalar scalar -> {
        if (!isText(scalar.value()))
          out.report(
              Diagnostic.of(
                      SpecRules.UNREADABLE_VALUE,
                      scalar.span(),
                      "the value holds a character that is no text")
                  .help("write it without NUL characters and in UTF-8"));
      }
      case YamlNode.Sequence(var items, _) -> items.forEach(item -> refuseWhatIsNoText(item, out));
      case YamlNode.Mapping(var entries, _) ->
          entries.forEach(
              entry -> {
                refuseWhatIsNoText(entry.key(), out);
                refuseWhatIsNoText(entry.value(), out);
              });
    }
  }

  private static boolean isText(String value) {
    return value.codePoints().noneMatch(c -> c == 0 || c >= 0xd800 && c <= 0xdfff);
  }

  /** What an empty file says: the schema then names what is missing. */
  private static YamlNode nothing(SourceFile file) {
    return new YamlNode.Mapping(List.of(), file.startOfFile());
  }

  /** Passes findings on, and knows whether an error was among them. */
  private static final class Gate implements Reporter {
    private final Reporter next;
    private boolean closed;

    Gate(Reporter next) {
      this.next = next;
    }

    @Override
    public void report(Diagnostic diagnostic) {
      closed |= diagnostic.severity() == Severity.ERROR;
      next.report(diagnostic);
    }
  }
}
