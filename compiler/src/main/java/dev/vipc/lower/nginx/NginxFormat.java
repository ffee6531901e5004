package dev.vipc.lower.nginx;

import com.google.auto.service.AutoService;
import dev.vipc.check.nginx.Expanded;
import dev.vipc.check.nginx.NginxRun;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.NginxTable;
import dev.vipc.keyword.Release;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Variables;
import dev.vipc.model.IncludedFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads nginx.conf, and the files beside it that it includes. */
@AutoService(Format.class)
public final class NginxFormat implements Format {
  private static final Pattern OWN_NAME = Pattern.compile("nginx[^.]*\\.conf|.*\\.nginx");
  private static final Pattern NEVER = Pattern.compile(".*\\.(j2|sh|md|ya?ml|json|tsv)");
  private static final Pattern HEAD =
      Pattern.compile(
          "(?m)^[ \\t]*(?:(?:events|http|stream)[ \\t]*\\{|upstream[ \\t]+[^\\s{;]+[ \\t\\r\\n]*\\{"
              + "|server[ \\t]*\\{|(?:worker_processes|worker_connections|proxy_pass|listen)[ \\t]+[^;{}\\n]+;)");
  private static final List<String> TRACES =
      List.of("events", "upstream", "proxy_pass", "listen", "worker_");

  private Optional<NginxTable> table = Optional.empty();

  @Override
  public String kind() {
    return "nginx";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return !NEVER.matcher(fileName).matches()
        && (fileName.contains("nginx") || fileName.endsWith(".conf"));
  }

  @Override
  public boolean owns(String fileName) {
    return OWN_NAME.matcher(fileName).matches();
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    return TRACES.stream().anyMatch(text::contains) && isNginx(text) ? 1 : 0;
  }

  /** Two different heads: one alone may be any language's with braces. */
  private static boolean isNginx(String text) {
    var heads = HEAD.matcher(text);
    if (!heads.find()) return false;
    String first = heads.group();
    while (heads.find()) if (!heads.group().equals(first)) return true;
    return false;
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    Expanded source = Expanded.of(file, Holes::join, out);
    Version target = targets.versionFor("nginx");
    Release release = target.release();
    new NginxRun(table(), release, false, out).check(file, source);
    Holes holes = new Holes(Variables.NGINX);
    NginxLowering lowering = new NginxLowering(file, source, holes);
    Parts parts = Parts.of(lowering.daemon()).and(Parts.of(lowering.settings()));
    source.documents().forEach(holes::scan);
    if (!source.included().isEmpty())
      parts = parts.and(Parts.of(new IncludedFiles(source.included())));
    return parts.and(Parts.of(holes.found()));
  }

  private NginxTable table() {
    NginxTable known = table.orElseGet(NginxTable::new);
    table = Optional.of(known);
    return known;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }
}
