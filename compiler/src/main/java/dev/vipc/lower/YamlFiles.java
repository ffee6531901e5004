package dev.vipc.lower;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Parts;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the formats that are written in YAML share: names, and the documents of a file. */
@AutoService(Documented.class)
public final class YamlFiles implements Documented {
  private static final RuleMeta TEMPLATE =
      new RuleMeta(
          "SYN020",
          "template-not-filled-in",
          WARNING,
          """
          The file is a template of another program, with `{{` or `{%`, and is not YAML before that program has filled it in.

          Ansible (Jinja) and Helm or KubeKey (Go templates) write the real file from it, so what is wrong with the text as it \
          stands says nothing. It is not checked.

          Check the file that comes out, where it is used.
          """);
  private static final Pattern MARKS = Pattern.compile("\\{\\{|\\{%");

  @Override
  public List<RuleMeta> metas() {
    return List.of(TEMPLATE);
  }

  /** Whether a file in a folder is worth opening as YAML. */
  public static boolean mayBe(String fileName) {
    return fileName.endsWith(".yaml") || fileName.endsWith(".yml");
  }

  /**
   * Whether the text of a file can be YAML as a whole: a shell script or a page may hold a manifest
   * without being one.
   */
  public static boolean canBe(SourceFile file) {
    String path = file.path();
    return !path.endsWith(".sh") && !path.endsWith(".md") && !file.text().startsWith("#!");
  }

  /**
   * The documents that are mappings. A file that is no YAML because it is another program's
   * template gets one finding instead of the parser's.
   */
  public static List<Mapping> documents(SourceFile file, Reporter out) {
    Findings faults = new Findings();
    List<YamlNode> roots = YamlSyntax.parse(file, faults);
    Matcher mark = MARKS.matcher(file.text());
    if (!faults.isEmpty() && mark.find()) {
      out.report(template(file, mark));
      return List.of();
    }
    faults.sorted().forEach(out::report);
    return roots.stream().flatMap(YamlFiles::mapping).toList();
  }

  /** What every document of a file says, with the holes in it. */
  public static Parts read(SourceFile file, Reporter out, Function<YamlFields, Parts> document) {
    Holes holes = new Holes();
    Parts parts = Parts.NONE;
    for (Mapping root : documents(file, out)) {
      parts = parts.and(document.apply(new YamlFields(root, new Values(holes))));
      holes.scan(root);
    }
    return parts.and(Parts.of(holes.found()));
  }

  private static Stream<Mapping> mapping(YamlNode root) {
    return root instanceof Mapping mapping ? Stream.of(mapping) : Stream.empty();
  }

  private static Diagnostic template(SourceFile file, Matcher mark) {
    return Diagnostic.of(
            TEMPLATE,
            file.span(mark.start(), mark.end()),
            "`%s` is left for another program to fill in, so the file was not checked"
                .formatted(mark.group()))
        .help("check the file that the program writes");
  }
}
