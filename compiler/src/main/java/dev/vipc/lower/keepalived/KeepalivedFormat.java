package dev.vipc.lower.keepalived;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.KeywordCheck.Program;
import dev.vipc.keyword.Release;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.lower.Variables;
import dev.vipc.lower.script.ShellScript;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.util.List;
import java.util.regex.Pattern;

/** keepalived.conf. */
@AutoService(Format.class)
public final class KeepalivedFormat implements Format {
  private final KeywordCheck keywords = new KeywordCheck();
  private static final Pattern OWN_NAME =
      Pattern.compile(".*keepalived.*\\.(conf|cfg)([._-].*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ANY_NAME =
      Pattern.compile(".*\\.(conf|cfg|inc|tpl|tmpl)([._-].*)?|keepalived[^.]*");
  private static final Pattern NEVER = Pattern.compile(".*\\.(j2|sh|md|ya?ml|json|tsv)");
  private static final Pattern HEAD =
      Pattern.compile(
          "(?m)^[ \\t]*(?:global_defs|vrrp_instance|vrrp_script|vrrp_sync_group|vrrp_track_process"
              + "|virtual_server|virtual_server_group|bfd_instance|vrrp_track_file)\\b");
  private static final List<String> TRACES = List.of("vrrp_", "virtual_server", "global_defs");

  @Override
  public String kind() {
    return "keepalived";
  }

  @Override
  public String commentSigns() {
    return "!#";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return !NEVER.matcher(fileName).matches()
        && (OWN_NAME.matcher(fileName).matches() || ANY_NAME.matcher(fileName).matches());
  }

  /** A file named as keepalived's own is one even when it is empty, as it is to keepalived. */
  @Override
  public boolean owns(String fileName) {
    return OWN_NAME.matcher(fileName).matches() && !NEVER.matcher(fileName).matches();
  }

  @Override
  public int recognises(SourceFile file) {
    return hasHead(file.text()) ? 1 : 0;
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    Document document = Holes.join(KeepalivedSyntax.parse(file, out));
    Version target = targets.versionFor("keepalived");
    Release release = target.release();
    keywords.check(document, Program.KEEPALIVED, release, out);
    Holes holes = new Holes(Variables.KEEPALIVED);
    Body root = Body.of(new Expansion(holes).of(document), new Values(holes));
    VrrpDaemon daemon = new DaemonLowering(file, root).daemon();
    Parts scripts =
        daemon.scripts().stream()
            .flatMap(script -> script.command().located().stream())
            .flatMap(command -> ShellScript.commandLine(command.span()).stream())
            .map(Parts::of)
            .reduce(Parts.NONE, Parts::and);
    return Parts.of(daemon)
        .and(scripts)
        .and(Parts.of(new NoticesLowering(file, root).notices()))
        .and(Parts.of(new TrafficLowering(file, root).parts()))
        .and(Parts.of(new BalancerLowering(file, root).parts()))
        .and(Parts.of(holes.found()));
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  private static boolean hasHead(String text) {
    return TRACES.stream().anyMatch(text::contains) && HEAD.matcher(text).find();
  }
}
