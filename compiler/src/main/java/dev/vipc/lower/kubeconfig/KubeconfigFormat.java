package dev.vipc.lower.kubeconfig;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubeconfigs: {@code admin.conf}, {@code kubelet.conf} and others of {@code kind: Config}. */
@AutoService(Format.class)
public final class KubeconfigFormat implements Format {
  private static final Pattern KIND =
      Pattern.compile("^[\"']?kind[\"']?\\s*:\\s*[\"']?Config[\"']?\\s*$", Pattern.MULTILINE);
  private static final Pattern CLUSTERS =
      Pattern.compile("^[\"']?clusters[\"']?\\s*:", Pattern.MULTILINE);
  private static final Pattern KEY_DATA =
      Pattern.compile("client-key-data[\"']?\\s*:\\s*[\"']?(?<key>[A-Za-z0-9+/=]{8,})");

  @Override
  public String kind() {
    return "kubeconfig";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.endsWith(".conf")
        || fileName.endsWith("kubeconfig")
        || fileName.equals("config")
        || YamlFiles.mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!text.contains("clusters") || !YamlFiles.canBe(file)) return 0;
    return KIND.matcher(text).find() && CLUSTERS.matcher(text).find() ? 2 : 0;
  }

  /** The file with an `x` for each character of a client's key. */
  @Override
  public SourceFile withoutKeys(SourceFile file) {
    Matcher keys = KEY_DATA.matcher(file.text());
    if (!keys.find()) return file;
    StringBuilder text = new StringBuilder(file.text());
    do text.replace(keys.start("key"), keys.end("key"), "x".repeat(keys.group("key").length()));
    while (keys.find());
    return new SourceFile(file.path(), text.toString());
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(
        file, out, document -> isConfig(document) ? reader(file, document, out) : Parts.NONE);
  }

  private static Parts reader(SourceFile file, YamlFields document, Reporter out) {
    return new KubeconfigReader(file, out).read(document);
  }

  private static boolean isConfig(YamlFields document) {
    return document.scalar("kind").map(Located::value).filter("Config"::equals).isPresent();
  }
}
