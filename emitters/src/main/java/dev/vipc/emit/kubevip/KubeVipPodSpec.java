package dev.vipc.emit.kubevip;

import dev.vipc.emit.Build;
import dev.vipc.emit.YamlText;
import dev.vipc.model.Version;
import dev.vipc.spec.KubeVip;
import dev.vipc.spec.KubeVipOnNode;
import dev.vipc.spec.KubeVipVariable;
import dev.vipc.spec.KubeVipVariable.Value;
import dev.vipc.spec.Role;
import dev.vipc.spec.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pod around one kube-vip: its container, its environment, what it may and what it mounts. */
final class KubeVipPodSpec {
  /** From here on kube-vip's own manifests give all other rights away. */
  private static final Version DROPS_RIGHTS = new Version(0, 8, 10);

  /**
   * What a password may hold: between {@code bgp_peers}' colons and commas, and where the kubelet
   * would fill in {@code $(NAME)}. TCP MD5 takes 80 octets.
   */
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9!#%&*+.<=>?@^_|~-]{1,80}");

  private final Build build;
  private final KubeVipOnNode one;

  KubeVipPodSpec(Build build, KubeVipOnNode one) {
    this.build = build;
    this.one = one;
  }

  /** The fields below {@code spec}, indented, without the last line's end. */
  String text(int indent) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("aliases", one.hasAlias());
    values.put("account", one.node().isEmpty());
    values.put("everywhere", one.nodes().containsAll(one.spec().nodesWith(Role.CONTROL_PLANE)));
    values.put("nodes", one.nodes().stream().map(n -> YamlText.of(n.name().value())).toList());
    values.put("image", YamlText.of(one.image().value()));
    values.put("variables", one.variables().stream().map(this::variable).toList());
    values.put("memory", one.memoryLimit().orElse(""));
    values.put("privileged", one.isPrivileged());
    values.put("drop", one.version().compareTo(DROPS_RIGHTS) >= 0);
    values.put("mounts", mounts());
    return build
        .render(KubeVipPodSpec.class, "pod-spec.yaml.j2", values)
        .lines()
        .map(line -> " ".repeat(indent) + line)
        .collect(Collectors.joining("\n"));
  }

  /** Whether passwords stand in it. */
  boolean holdsSecret() {
    return one.node().isPresent() && peers().isPresent();
  }

  /** What a DaemonSet takes from a Secret. */
  Optional<String> secret() {
    return one.node().isEmpty() ? peers().map(this::joined) : Optional.empty();
  }

  private Optional<Value.Peers> peers() {
    return one.variables().stream()
        .flatMap(
            variable ->
                variable.value() instanceof Value.Peers peers
                    ? Optional.of(peers).stream()
                    : Optional.<Value.Peers>empty().stream())
        .findFirst();
  }

  private Map<String, String> variable(KubeVipVariable variable) {
    return switch (variable.value()) {
      case Value.Text(var text) -> text(variable, text);
      case Value.NodeName _ -> Map.of("name", variable.name(), "kind", "node");
      case Value.Peers peers ->
          one.node().isPresent()
              ? text(variable, joined(peers))
              : Map.of("name", variable.name(), "kind", "secret");
    };
  }

  private Map<String, String> text(KubeVipVariable variable, String text) {
    if (text.contains("$"))
      build.refuse(
          variable.span(),
          "`%s` cannot stand in a container's environment, where the kubelet fills in what follows a `$`"
              .formatted(text),
          "write a value without `$`");
    return Map.of("name", variable.name(), "kind", "text", "value", quoted(text));
  }

  /** A variable is text also where it looks like a number or a word of YAML. */
  private static String quoted(String text) {
    String scalar = YamlText.of(text);
    return scalar.startsWith("\"") ? scalar : "\"" + scalar + "\"";
  }

  private String joined(Value.Peers peers) {
    return peers.peers().stream()
        .map(peer -> KubeVipVariable.peer(peer, password(peer)))
        .collect(Collectors.joining(","));
  }

  private String password(KubeVip.Peer peer) {
    return peer.password().map(this::password).orElse("");
  }

  private String password(Secret password) {
    Optional<String> text = build.secret(password);
    boolean fits = text.filter(one -> PASSWORD.matcher(one).matches()).isPresent();
    if (text.isPresent() && !fits)
      build.refuseSecret(
          password,
          "the password cannot stand among kube-vip's BGP peers",
          "choose 1 to 80 letters, digits and signs without `:`, `,`, `/`, `;`, `$`, quotes and blanks");
    return fits ? text.orElseThrow() : "";
  }

  private List<Map<String, String>> mounts() {
    List<Map<String, String>> mounts = new ArrayList<>();
    one.kubeconfig()
        .ifPresent(path -> mounts.add(mount("kubeconfig", path, KubeVipOnNode.KUBECONFIG)));
    if (one.checksApiServer())
      mounts.add(
          mount("ca", KubeVipOnNode.CERTIFICATE_AUTHORITY, KubeVipOnNode.CERTIFICATE_AUTHORITY));
    return mounts;
  }

  private static Map<String, String> mount(String name, String path, String inside) {
    return Map.of("name", name, "path", path, "inside", inside);
  }
}
