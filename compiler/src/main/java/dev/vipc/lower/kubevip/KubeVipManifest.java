package dev.vipc.lower.kubevip;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Pieces;
import dev.vipc.lower.TemplateYaml;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.lower.pod.PodReader;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Parts;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the manifests that run kube-vip: a static pod, a DaemonSet, a Deployment, their roles. */
final class KubeVipManifest {
  private static final Pattern IMAGE =
      Pattern.compile("image[\"']?\\s*:\\s*[\"']?[^\\s\"']*kube-vip");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "name[\"']?\\s*:\\s*[\"']?(?:vip_(?:arp|interface|address)|cp_enable|svc_enable|bgp_enable)\\b");

  private final SourceFile file;
  private final TemplateYaml yaml;
  private final Holes holes = new Holes();

  private KubeVipManifest(SourceFile file, Reporter out) {
    this.file = file;
    this.yaml = TemplateYaml.read(file, out);
  }

  /** Whether the text is a manifest of this kind that runs kube-vip. */
  static boolean runsKubeVip(SourceFile file, Pattern kind) {
    String text = file.text();
    return text.contains("kube-vip")
        && YamlFiles.canBe(file)
        && kind.matcher(text).find()
        && (IMAGE.matcher(text).find() || VARIABLE.matcher(text).find());
  }

  static Pattern kindLine(String kind) {
    return Pattern.compile(
        "^[\"']?kind[\"']?\\s*:\\s*[\"']?" + kind + "[\"']?\\s*$", Pattern.MULTILINE);
  }

  /** Whether a template of such a file may have this name. */
  static boolean mayBe(String fileName) {
    String name =
        fileName.matches(".*\\.(?:tmpl|tpl|j2)")
            ? fileName.substring(0, fileName.lastIndexOf('.'))
            : fileName;
    return YamlFiles.mayBe(name) || name.endsWith(".manifest");
  }

  /** All that a file says: pods, kube-vips, roles and Services. */
  static Parts read(SourceFile file, Reporter out) {
    return new KubeVipManifest(file, out).parts();
  }

  private Parts parts() {
    Parts parts = Parts.NONE;
    List<YamlFields> documents = yaml.fields(new Values(holes)).toList();
    for (YamlFields document : documents) parts = parts.and(document(document));
    Parts roles = Parts.of(new RoleReader(documents).roles());
    yaml.documents().forEach(holes::scan);
    return parts.and(roles).and(Parts.of(holes.found()));
  }

  private Parts document(YamlFields document) {
    return switch (kind(document)) {
      case "Pod" ->
          Parts.of(PodReader.read(file, document)).and(kubeVips(Form.POD, document, document));
      case "DaemonSet" -> kubeVips(Form.DAEMON_SET, document, template(document));
      case "Deployment" -> kubeVips(Form.DEPLOYMENT, document, template(document));
      case "Service" -> ServiceReader.read(document);
      case "ConfigMap" -> PoolReader.read(document);
      default -> Parts.NONE;
    };
  }

  private static String kind(YamlFields document) {
    return document.scalar("kind").map(Located::value).orElse("");
  }

  private static YamlFields template(YamlFields workload) {
    return workload.at("spec").at("template");
  }

  private Parts kubeVips(Form form, YamlFields document, YamlFields owner) {
    return Parts.of(
        owner.at("spec").mappings("containers").stream()
            .filter(KubeVipManifest::isKubeVip)
            .map(container -> kubeVip(form, document, owner, container))
            .toList());
  }

  private static boolean isKubeVip(YamlFields container) {
    String image = container.scalar("image").map(Located::value).orElse("");
    if (image.contains("cloud-provider")) return false;
    return image.contains("kube-vip")
        || container.mappings("env").stream()
            .flatMap(variable -> variable.scalar("name").stream())
            .anyMatch(name -> name.value().matches("vip_\\w+|(cp|svc|bgp)_enable"));
  }

  private KubeVip kubeVip(Form form, YamlFields document, YamlFields owner, YamlFields container) {
    boolean conditions = yaml.hasConditionIn(owner.span());
    return KubeVipReading.kubeVip(
        file,
        form,
        container.text("image"),
        settings(container),
        Optional.of(KubeVipPodReader.read(file, document, owner, container, conditions)),
        container.span());
  }

  private KubeVipSettings settings(YamlFields container) {
    var reader =
        new KubeVipSettingsReader(
            new Values(holes), place -> yaml.isConditional(place, container.span()));
    List<Written> written =
        Stream.concat(reader.flags(command(container)), reader.variables(container)).toList();
    Optional<Span> elsewhere =
        container.mapping().entry("envFrom").map(entry -> entry.key().span());
    return new KubeVipSettings(written, elsewhere);
  }

  /** The words of {@code command} and {@code args}. */
  static List<Located<String>> command(YamlFields container) {
    return Stream.of("command", "args")
        .flatMap(key -> container.mapping().items(key).stream())
        .flatMap(item -> item instanceof Scalar s ? Stream.of(Pieces.content(s)) : Stream.empty())
        .toList();
  }
}
