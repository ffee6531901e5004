package dev.vipc.lower.kubevip;

import dev.vipc.lower.YamlFields;
import dev.vipc.model.KubeVipRole;
import dev.vipc.model.KubeVipRole.Grant;
import dev.vipc.source.Located;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the roles of one file that kube-vip's ServiceAccount has. */
record RoleReader(List<YamlFields> documents) {
  List<KubeVipRole> roles() {
    return documents.stream()
        .filter(document -> isKind(document, "Role") || isKind(document, "ClusterRole"))
        .flatMap(role -> name(role).map(name -> role(role, name)))
        .filter(RoleReader::isOfKubeVip)
        .toList();
  }

  private static boolean isOfKubeVip(KubeVipRole role) {
    return Stream.concat(Stream.of(role.name().value()), role.accounts().stream())
        .anyMatch(name -> name.contains("kube-vip") && !name.contains("cloud"));
  }

  private KubeVipRole role(YamlFields role, Located<String> name) {
    return new KubeVipRole(
        name,
        isKind(role, "ClusterRole"),
        role.mappings("rules").stream().map(RoleReader::grant).toList(),
        accounts(name.value()));
  }

  private static Grant grant(YamlFields rule) {
    return new Grant(texts(rule, "apiGroups"), texts(rule, "resources"), texts(rule, "verbs"));
  }

  private static Set<String> texts(YamlFields rule, String key) {
    return rule.mapping().items(key).stream()
        .flatMap(item -> item instanceof Scalar s ? Stream.of(s.value()) : Stream.empty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<String> accounts(String role) {
    return documents.stream()
        .filter(
            document -> isKind(document, "RoleBinding") || isKind(document, "ClusterRoleBinding"))
        .filter(
            binding -> name(binding.at("roleRef"), "name").anyMatch(n -> n.value().equals(role)))
        .flatMap(binding -> binding.mappings("subjects").stream())
        .flatMap(subject -> name(subject, "name"))
        .map(Located::value)
        .toList();
  }

  private static Stream<Located<String>> name(YamlFields document) {
    return name(document.at("metadata"), "name");
  }

  private static Stream<Located<String>> name(YamlFields fields, String key) {
    return fields.scalar(key).stream();
  }

  private static boolean isKind(YamlFields document, String kind) {
    return document.scalar("kind").filter(text -> text.value().equals(kind)).isPresent();
  }
}
