package dev.vipc.lower.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.schema.KubeKeySchemas;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** KubeKey's cluster files, known by their apiVersion or by {@code spec.controlPlaneEndpoint}. */
@AutoService(Format.class)
public final class KubeKeyFormat implements Format {
  private static final String GROUP_NAME = "kubekey.kubesphere.io/";

  /** Of a file without an apiVersion, such as a piece of one that a guide prints. */
  private static final String USUAL_VERSION = "v1alpha2";

  private final KubeKeySchemas schemas = new KubeKeySchemas();
  private static final Pattern GROUP =
      Pattern.compile("^apiVersion\\s*:\\s*[\"']?kubekey\\.kubesphere\\.io/", Pattern.MULTILINE);
  private static final Pattern SPEC = Pattern.compile("^spec\\s*:.*$", Pattern.MULTILINE);
  private static final Pattern ANY_VERSION = Pattern.compile("^apiVersion\\s*:", Pattern.MULTILINE);

  private static final Pattern VARIABLES =
      Pattern.compile("^kubernetes\\s*:\\s*$", Pattern.MULTILINE);
  private static final Pattern VARIABLE_ENDPOINT =
      Pattern.compile("^\\s+control_plane_endpoint\\s*:\\s*$", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "kubekey";
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!YamlFiles.canBe(file)) return 0;
    if (text.contains("kubekey.kubesphere.io/") && GROUP.matcher(text).find()) return 2;
    if (text.contains("control_plane_endpoint") && hasVariables(text)) return 1;
    boolean bare = text.contains("controlPlaneEndpoint") && !ANY_VERSION.matcher(text).find();
    return bare && specHasEndpoint(text) ? 2 : 0;
  }

  /** The variables of KubeKey 4 by themselves, such as a role's defaults. */
  private static boolean hasVariables(String text) {
    return !ANY_VERSION.matcher(text).find()
        && VARIABLES.matcher(text).find()
        && VARIABLE_ENDPOINT.matcher(text).find();
  }

  private static boolean specHasEndpoint(String text) {
    Matcher spec = SPEC.matcher(text);
    return spec.find()
        && text.substring(spec.end())
            .lines()
            .skip(1)
            .takeWhile(line -> line.isBlank() || line.startsWith(" ") || line.startsWith("#"))
            .anyMatch(line -> line.strip().startsWith("controlPlaneEndpoint:"));
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, document -> read(file, document, out));
  }

  /** A document of another group beside the cluster's is KubeSphere's and says nothing here. */
  private Parts read(SourceFile file, YamlFields document, Reporter out) {
    String apiVersion = text(document, "apiVersion");
    if (!apiVersion.isEmpty() && !apiVersion.startsWith(GROUP_NAME)) return Parts.NONE;
    if (apiVersion.isEmpty() && document.has("kubernetes"))
      return new PlaybookReader(file, document).read();
    String version =
        apiVersion.isEmpty() ? USUAL_VERSION : apiVersion.substring(GROUP_NAME.length());
    String kind = apiVersion.isEmpty() ? "Cluster" : text(document, "kind");
    if (!schemas.knows(version, kind)) return Parts.NONE;
    Mapping asRead = schemas.asRead(document.mapping(), version, kind);
    YamlFields spec = new YamlFields(asRead, document.values()).at("spec");
    Parts parts =
        switch (version) {
          case "v1alpha1" -> new ClusterReader(file, spec, Dialect.V1ALPHA1).read();
          case "v1alpha2" -> new ClusterReader(file, spec, Dialect.V1ALPHA2).read();
          default -> new PlaybookReader(file, spec).read();
        };
    Set<Span> quoted =
        parts.all(KubeKeyCluster.class).stream()
            .flatMap(cluster -> cluster.quotedPorts().stream())
            .map(Located::span)
            .collect(Collectors.toSet());
    schemas.check(asRead, version, kind, fault -> quoted.contains(fault.span()), out);
    return parts;
  }

  private static String text(YamlFields document, String key) {
    return document.scalar(key).map(Located::value).orElse("");
  }
}
