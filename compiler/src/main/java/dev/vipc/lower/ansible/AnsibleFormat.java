package dev.vipc.lower.ansible;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Pieces;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ansible's inventories (INI and YAML), and the variables that kubespray and kubeadm-ha read.
 *
 * <p>A file is taken only where everything in it has the form of an inventory, and where it names a
 * group of a Kubernetes installer or a variable of Ansible; or where one of the variables stands at
 * the margin that only these installers have.
 */
@AutoService(Format.class)
public final class AnsibleFormat implements Format {
  private static final Set<String> TELLING_GROUPS =
      Set.of(
          "kube_control_plane",
          "kube-controlplane",
          "kube-master",
          "kube_node",
          "kube-node",
          "kube-worker",
          "k8s_cluster",
          "k8s-cluster");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "^(?:" + String.join("|", InstallerReader.TELLING) + ")\\s*:", Pattern.MULTILINE);
  private static final Pattern RESOURCE =
      Pattern.compile("^[\"']?(?:apiVersion|kind)[\"']?\\s*:", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "ansible";
  }

  @Override
  public boolean belongsToNode() {
    return false;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName)
        || fileName.endsWith(".ini")
        || fileName.equals("hosts")
        || fileName.equals("inventory")
        || fileName.equals("inventory.cfg");
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    if (YamlFiles.mayBe(file.path()))
      return YamlFiles.canBe(file) && !RESOURCE.matcher(text).find() && isAnsible(file) ? 1 : 0;
    String path = file.path().replace('\\', '/');
    if (!mayBe(path.substring(path.lastIndexOf('/') + 1)) || text.indexOf('[') < 0) return 0;
    IniInventory inventory = IniInventory.read(file);
    return inventory.isSound() && tells(inventory.tree(), inventory.namesAnsible()) ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.mayBe(file.path()) ? yaml(file, out) : ini(file);
  }

  private static boolean isAnsible(SourceFile file) {
    String text = file.text();
    if (VARIABLE.matcher(text).find()) return true;
    return text.contains("hosts:")
        && (text.contains("children:") || text.contains("ansible_host"))
        && YamlSyntax.parse(file, _ -> {}).stream().anyMatch(AnsibleFormat::isInventory);
  }

  private static boolean isInventory(YamlNode root) {
    if (!(root instanceof Mapping mapping)) return false;
    YamlInventory inventory = YamlInventory.read(mapping);
    return inventory.isSound() && tells(inventory.tree(), inventory.namesAnsible());
  }

  private static boolean tells(InventoryTree tree, boolean ansible) {
    return ansible || tree.groupNames().stream().anyMatch(TELLING_GROUPS::contains);
  }

  private static Parts ini(SourceFile file) {
    Holes holes = new Holes();
    Values values = new Values(holes);
    IniInventory inventory = IniInventory.read(file);
    return inventory
        .tree()
        .parts(values)
        .and(new InstallerReader(file, inventory.variables(), values).read())
        .and(Parts.of(holes.found()));
  }

  private static Parts yaml(SourceFile file, Reporter out) {
    return YamlFiles.read(
        file,
        out,
        document -> {
          YamlInventory inventory = YamlInventory.read(document.mapping());
          List<Mapping> variables =
              inventory.isSound() ? inventory.variables() : List.of(document.mapping());
          Parts told = new InstallerReader(file, flat(variables), document.values()).read();
          return inventory.isSound() ? inventory.tree().parts(document.values()).and(told) : told;
        });
  }

  /** Names to texts; those of a mapping in it as {@code mapping.name}. */
  private static Map<String, Located<String>> flat(List<Mapping> variables) {
    Map<String, Located<String>> flat = new LinkedHashMap<>();
    for (Mapping mapping : variables)
      for (Entry entry : mapping.entries()) {
        String name = entry.key().value();
        if (entry.value() instanceof Scalar text && !text.isNull())
          flat.put(name, Pieces.content(text));
        if (entry.value() instanceof Mapping inner)
          for (Entry below : inner.entries())
            if (below.value() instanceof Scalar text && !text.isNull())
              flat.put(name + "." + below.key().value(), Pieces.content(text));
      }
    return flat;
  }
}
