package dev.vipc.lower.sealos;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.InstallerVariables;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Part;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Clusterfiles of sealos: hosts by address with their roles, and pieces of kubeadm's documents that
 * sealos merges into its own. A piece is no document for kubeadm, so only its subnets are read.
 */
@AutoService(Format.class)
public final class SealosFormat implements Format {
  private static final Pattern GROUP =
      Pattern.compile("^apiVersion\\s*:\\s*[\"']?apps\\.sealos\\.io/", Pattern.MULTILINE);
  private static final Pattern CLUSTER =
      Pattern.compile("^kind\\s*:\\s*[\"']?Cluster[\"']?\\s*$", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "sealos";
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return fileName.equals("Clusterfile") || YamlFiles.mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (!text.contains("apps.sealos.io/") || !YamlFiles.canBe(file)) return 0;
    return GROUP.matcher(text).find() && CLUSTER.matcher(text).find() ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, document -> document(file, document));
  }

  private static Parts document(SourceFile file, YamlFields document) {
    String apiVersion = document.scalar("apiVersion").map(Located::value).orElse("");
    String kind = document.scalar("kind").map(Located::value).orElse("");
    if (apiVersion.startsWith("apps.sealos.io/") && kind.equals("Cluster"))
      return Parts.of(hosts(document.at("spec")));
    return apiVersion.startsWith("kubeadm.k8s.io/") && kind.equals("ClusterConfiguration")
        ? Parts.of(subnets(file, document.at("networking")))
        : Parts.NONE;
  }

  private static List<Part> hosts(YamlFields spec) {
    List<Part> parts = new ArrayList<>();
    for (YamlFields entry : spec.mappings("hosts")) {
      Set<String> roles = roles(entry);
      for (Setting<HostPort> host : entry.list("ips", entry.values()::hostPort))
        host.located()
            .flatMap(at -> at.value().address().map(ip -> new Located<>(ip, at.span())))
            .ifPresent(address -> add(address, roles, parts));
    }
    return parts;
  }

  /** sealos calls no host by a name, so the address is the name. */
  private static void add(Located<IpAddress> address, Set<String> roles, List<Part> parts) {
    Located<String> name = new Located<>(address.value().toString(), address.span());
    parts.add(new InstalledHost(name, roles));
    parts.add(new HostEntry(name, address, roles));
  }

  /** kubeadm runs an etcd on every master. */
  private static Set<String> roles(YamlFields entry) {
    Set<String> roles = new HashSet<>();
    entry.mapping().items("roles").stream()
        .flatMap(
            item ->
                item instanceof Scalar s
                    ? Optional.of(s.value()).stream()
                    : Optional.<String>empty().stream())
        .forEach(roles::add);
    if (roles.contains("master")) roles.add("etcd");
    if (roles.contains("node")) roles.add("worker");
    return roles.isEmpty() ? Set.of("all") : roles;
  }

  private static InstallerVariables subnets(SourceFile file, YamlFields networking) {
    return new InstallerVariables(
        file,
        Setting.unset(),
        Setting.unset(),
        new ClusterSubnets(
            "sealos",
            new ClusterSubnets.Range(
                "podSubnet",
                networking.commaList("podSubnet", networking.values()::cidr),
                Optional.empty()),
            new ClusterSubnets.Range(
                "serviceSubnet",
                networking.commaList("serviceSubnet", networking.values()::cidr),
                Optional.empty())));
  }
}
