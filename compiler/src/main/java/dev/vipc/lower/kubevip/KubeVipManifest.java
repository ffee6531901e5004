package dev.vipc.lower.kubevip;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Pieces;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.lower.pod.PodReader;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Parts;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the manifests that run kube-vip: a static pod or a DaemonSet. */
final class KubeVipManifest {
  private static final Pattern IMAGE =
      Pattern.compile("image[\"']?\\s*:\\s*[\"']?[^\\s\"']*kube-vip");

  private final SourceFile file;
  private final Holes holes = new Holes();

  private KubeVipManifest(SourceFile file) {
    this.file = file;
  }

  /** Whether the text is a manifest of this kind with an image of kube-vip. */
  static boolean runsKubeVip(SourceFile file, Pattern kind) {
    String text = file.text();
    return text.contains("kube-vip")
        && YamlFiles.canBe(file)
        && kind.matcher(text).find()
        && IMAGE.matcher(text).find();
  }

  static Pattern kindLine(String kind) {
    return Pattern.compile(
        "^[\"']?kind[\"']?\\s*:\\s*[\"']?" + kind + "[\"']?\\s*$", Pattern.MULTILINE);
  }

  /** The pods of a file, and the kube-vips in them. */
  static Parts pods(SourceFile file, Reporter out) {
    return new KubeVipManifest(file).read(out, KubeVipManifest::pod);
  }

  /** The kube-vips in a file's DaemonSets and Deployments. */
  static Parts workloads(SourceFile file, Reporter out) {
    return new KubeVipManifest(file).read(out, KubeVipManifest::workload);
  }

  private Parts read(
      Reporter out, BiFunction<KubeVipManifest, YamlFields, Stream<Parts>> document) {
    Parts parts = Parts.NONE;
    for (Mapping root : YamlFiles.documents(file, out)) {
      YamlFields fields = new YamlFields(root, new Values(holes));
      parts = document.apply(this, fields).reduce(parts, Parts::and);
      holes.scan(root);
    }
    return parts.and(Parts.of(holes.found()));
  }

  private Stream<Parts> pod(YamlFields document) {
    if (!isOneOf(document, "Pod")) return Stream.empty();
    return Stream.concat(
        Stream.of(Parts.of(PodReader.read(file, document))), containers(document.at("spec")));
  }

  private Stream<Parts> workload(YamlFields document) {
    if (!isOneOf(document, "DaemonSet", "Deployment")) return Stream.empty();
    return containers(document.at("spec").at("template").at("spec"));
  }

  private static boolean isOneOf(YamlFields document, String... kinds) {
    return document
        .scalar("kind")
        .filter(kind -> List.of(kinds).contains(kind.value()))
        .isPresent();
  }

  private Stream<Parts> containers(YamlFields spec) {
    return spec.mappings("containers").stream().filter(KubeVipManifest::isKubeVip).map(this::parts);
  }

  private static boolean isKubeVip(YamlFields container) {
    return container
        .scalar("image")
        .filter(image -> image.value().contains("kube-vip"))
        .filter(image -> !image.value().contains("kube-vip-cloud-provider"))
        .isPresent();
  }

  private Parts parts(YamlFields container) {
    Map<String, Located<String>> environment = new HashMap<>();
    for (YamlFields variable : container.mappings("env"))
      for (Located<String> name : variable.scalar("name").stream().toList())
        variable.scalar("value").ifPresent(value -> environment.put(name.value(), value));
    List<Located<String>> arguments =
        Stream.of("command", "args")
            .flatMap(key -> container.mapping().items(key).stream())
            .flatMap(
                item -> item instanceof Scalar s ? Stream.of(Pieces.content(s)) : Stream.empty())
            .toList();
    KubeVipSettings settings =
        new KubeVipSettings(
            name -> Optional.ofNullable(environment.get(name)),
            KubeVipFlags.of(arguments),
            new Values(holes));
    KubeVip kubeVip = settings.kubeVip(file, container.text("image"), container.span());
    return Parts.of(kubeVip);
  }
}
