package dev.vipc.convert.kubeadm;

import dev.vipc.convert.kubeadm.Draft.Held;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From v1alpha3: the flat fields of the ClusterConfiguration go into objects. */
final class ToV1beta1 {
  private static final List<String> COMPONENTS =
      List.of("apiServer", "controllerManager", "scheduler");
  private static final String IMAGE = "etcd";

  private ToV1beta1() {}

  static List<Step> steps() {
    return List.of(
        ToV1beta1::endpoint,
        ToV1beta1::volumes,
        ToV1beta1::etcdImage,
        draft -> wrap(draft, "apiServer"),
        draft -> wrap(draft, "controllerManager"),
        draft -> wrap(draft, "scheduler"),
        // what becomes a comment stays where it is once nothing moves any more
        ToV1beta1::gate,
        ToV1beta1::hyperkube,
        ToV1beta1::audit);
  }

  private static void endpoint(Draft draft) {
    for (Mapping init : draft.documents("InitConfiguration"))
      init.entry("apiEndpoint").ifPresent(entry -> draft.rename(entry, "localAPIEndpoint"));
  }

  /** Up to v1alpha3 a volume is read-only unless it is writable; from v1beta1 on the reverse. */
  private static void volumes(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration"))
      for (String component : COMPONENTS)
        for (Mapping volume : Draft.items(cluster, component + "ExtraVolumes"))
          volume(draft, volume);
  }

  private static void volume(Draft draft, Mapping volume) {
    Optional<Entry> writable = volume.entry("writable");
    if (writable.isEmpty()) {
      if (volume.entry("readOnly").isEmpty() && !volume.entries().isEmpty())
        draft.add(volume, "readOnly", "true");
      return;
    }
    Entry entry = writable.get();
    String said = entry.value() instanceof Scalar scalar ? scalar.value() : "";
    Optional<Boolean> value = truth(said);
    if (value.isEmpty() && !said.isEmpty()) {
      draft.note(
          ConversionNotes.LOST,
          entry.value().span(),
          "`writable: %s` has no value yet, and `readOnly` means the reverse".formatted(said),
          "write the reverse of it as `readOnly`");
      draft.commentOut(volume, "writable");
      return;
    }
    draft.rename(entry, "readOnly");
    String inverted = value.orElse(false) ? "false" : "true";
    if (said.isEmpty()) draft.edits().insert(draft.lines().contentEnd(entry), " " + inverted);
    else draft.replace(entry.value().span(), inverted);
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" ->
          Optional.of(true);
      case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" ->
          Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static void etcdImage(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration"))
      draft
          .at(cluster, "etcd")
          .flatMap(etcd -> draft.at(etcd.mapping(), "local"))
          .filter(local -> local.mapping().entry("image").isPresent())
          .ifPresent(local -> etcdImage(draft, local));
  }

  /** kubeadm names the image itself from v1beta1 on: {@code REPOSITORY/etcd:TAG}. */
  private static void etcdImage(Draft draft, Held local) {
    Optional<Scalar> image = Draft.written(local.mapping(), "image");
    if (image.isEmpty() || image.get().value().contains("@") || image.get().value().contains("{")) {
      image.ifPresent(
          text ->
              draft.note(
                  ConversionNotes.LOST,
                  text.span(),
                  "the image `%s` has no repository and tag to take apart".formatted(text.value()),
                  "write `imageRepository` and `imageTag`"));
      draft.commentOut(local, "image");
      return;
    }
    String text = image.get().value();
    int slash = text.lastIndexOf('/');
    int colon = text.indexOf(':', slash + 1);
    String name = text.substring(slash + 1, colon < 0 ? text.length() : colon);
    if (!name.equals(IMAGE))
      draft.note(
          ConversionNotes.LOST,
          image.get().span(),
          "the image's name `%s` cannot be said; kubeadm takes `%s`".formatted(name, IMAGE),
          "see that the repository has the image under this name");
    Entry entry = local.mapping().entry("image").orElseThrow();
    String repository = slash < 0 ? "" : quotedLike(image.get(), text.substring(0, slash));
    String tag = colon < 0 ? "" : quotedLike(image.get(), text.substring(colon + 1));
    if (repository.isEmpty()) {
      draft.rename(entry, tag.isEmpty() ? "imageRepository" : "imageTag");
      draft.replace(image.get().span(), tag.isEmpty() ? "\"\"" : tag);
      return;
    }
    draft.rename(entry, "imageRepository");
    draft.replace(image.get().span(), repository);
    if (!tag.isEmpty()) draft.addBehind(local.mapping(), entry, "imageTag", tag);
  }

  /** In the quotes of another text; a plain one that would be a number gets quotes. */
  private static String quotedLike(Scalar like, String text) {
    String written = like.span().text();
    char quote = written.isEmpty() ? ' ' : written.charAt(0);
    if (quote == '\'' || quote == '"') return quote + text + quote;
    return text.matches("[-+0-9.eExX_]*") ? "\"" + text + "\"" : text;
  }

  /** The gate CoreDNS of 1.12 is {@code dns.type} from v1beta1 on. */
  private static void gate(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration"))
      draft
          .at(cluster, "featureGates")
          .filter(gates -> gates.mapping().entry("CoreDNS").isPresent())
          .ifPresent(gates -> gate(draft, cluster, gates));
  }

  private static void gate(Draft draft, Mapping cluster, Held gates) {
    boolean off =
        Draft.written(gates.mapping(), "CoreDNS")
            .filter(scalar -> truth(scalar.value()).equals(Optional.of(false)))
            .isPresent();
    draft.commentOut(gates, "CoreDNS");
    if (off && cluster.entry("dns").isEmpty()) {
      Optional<Span> origin = gates.mapping().entry("CoreDNS").map(entry -> entry.key().span());
      String newline = draft.lines().newline();
      if (draft.lines().isFlow(cluster)) draft.add(cluster, "dns", "{type: kube-dns}", origin);
      else draft.addLines(cluster, "dns:" + newline + "  type: kube-dns" + newline, origin);
    }
  }

  private static void hyperkube(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration")) {
      Optional<Scalar> image = Draft.written(cluster, "unifiedControlPlaneImage");
      boolean set = image.filter(scalar -> !scalar.value().isEmpty()).isPresent();
      if (cluster.entry("unifiedControlPlaneImage").isEmpty()) continue;
      draft.commentOut(cluster, "unifiedControlPlaneImage");
      if (!set) continue;
      draft.add(cluster, "useHyperKubeImage", "true", image.map(Scalar::span));
      draft.note(
          ConversionNotes.LOST,
          image.orElseThrow().span(),
          "the image `%s` cannot be said; `useHyperKubeImage: true` takes the hyperkube of the imageRepository"
              .formatted(image.orElseThrow().value()),
          "write its repository as `imageRepository`");
    }
  }

  private static void audit(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration")) {
      Optional<Entry> policy = cluster.entry("auditPolicy");
      if (policy.isEmpty()) continue;
      draft.commentOut(cluster, "auditPolicy");
      draft.note(
          ConversionNotes.LOST,
          policy.get().key().span(),
          "`auditPolicy` is gone since v1beta1",
          "write `audit-policy-file`, `audit-log-path` and `audit-log-maxage` into the API server's extraArgs, and mount the files by its extraVolumes");
    }
  }

  private static void wrap(Draft draft, String component) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(component + "ExtraArgs", "extraArgs");
    names.put(component + "ExtraVolumes", "extraVolumes");
    if (component.equals("apiServer")) names.put("apiServerCertSANs", "certSANs");
    for (Mapping cluster : draft.documents("ClusterConfiguration"))
      draft.wrap(cluster, component, names);
  }

  /** The names of fields that go without a successor. */
  static void dropped(Draft draft, Mapping document, Set<String> keys, String why, String help) {
    for (String key : keys) {
      Optional<Entry> entry = document.entry(key);
      if (entry.isEmpty()) continue;
      YamlNode value = entry.get().value();
      boolean says =
          !(value instanceof Scalar scalar && scalar.isNull())
              && !(value instanceof Mapping mapping && mapping.entries().isEmpty());
      draft.commentOut(document, key);
      if (says)
        draft.note(ConversionNotes.LOST, entry.get().key().span(), "`" + key + "` " + why, help);
    }
  }
}
