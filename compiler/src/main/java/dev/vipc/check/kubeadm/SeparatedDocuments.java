package dev.vipc.check.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The documents that a person meant by one YAML document: where the lines {@code ---} were lost,
 * {@code apiVersion} or {@code kind} comes again.
 */
public final class SeparatedDocuments {
  static final RuleMeta MISSING_SEPARATOR =
      new RuleMeta(
              "KD002",
              "missing-document-separator",
              ERROR,
              """
              Two kubeadm documents stand in one file without a line `---` between them.

              Together they are one YAML mapping in which `apiVersion` and `kind` come twice. kubeadm decodes strictly and \
              refuses a repeated key; a laxer reader keeps the last one, so the first document's settings are read under the \
              wrong kind. Pages that print such files often lose the separator. Source: kubeadm splits a file into documents \
              at `---` before it decodes each.

              Put a line `---` before each further `apiVersion`.
              """)
          .withFix();

  private final List<Mapping> documents = new ArrayList<>();
  private final Reporter out;
  private List<Entry> current = new ArrayList<>();

  private SeparatedDocuments(Reporter out) {
    this.out = out;
  }

  /** The documents in their order; reports each separator that is missing. */
  public static List<Mapping> of(Mapping document, Reporter out) {
    SeparatedDocuments separated = new SeparatedDocuments(out);
    document.entries().forEach(separated::add);
    separated.close();
    return separated.documents;
  }

  private void add(Entry entry) {
    Optional<Scalar> earlier = key(entry.key().value());
    if (beginsDocument(entry) && earlier.isPresent()) {
      out.report(missing(entry.key(), earlier.get()));
      close();
    }
    current.add(entry);
  }

  /** A repeated key alone may be a slip of the pen; behind a whole head it is another document. */
  private boolean beginsDocument(Entry entry) {
    String key = entry.key().value();
    boolean head = key.equals("apiVersion") || key.equals("kind");
    return head && key("apiVersion").isPresent() && key("kind").isPresent();
  }

  private Optional<Scalar> key(String name) {
    return current.stream().map(Entry::key).filter(key -> key.value().equals(name)).findFirst();
  }

  private static Diagnostic missing(Scalar key, Scalar earlier) {
    Diagnostic found =
        Diagnostic.of(
                MISSING_SEPARATOR,
                key.span(),
                "`%s` comes again in the same document".formatted(key.value()))
            .also(earlier.span(), "the document begins here")
            .help("put a line `---` before it: each kubeadm document stands for itself");
    if (key.span().startPosition().column() != 1) return found;
    Span before = key.span().part(0, 0);
    String text = key.span().file().text();
    String end = text.startsWith("\r\n", text.indexOf('\n') - 1) ? "\r\n" : "\n";
    return found.fix(Fix.replace(before, "---" + end, "separate the documents by `---`"));
  }

  private void close() {
    if (current.isEmpty()) return;
    Span span = current.getFirst().key().span().to(current.getLast().value().span());
    documents.add(new Mapping(List.copyOf(current), span));
    current = new ArrayList<>();
  }
}
