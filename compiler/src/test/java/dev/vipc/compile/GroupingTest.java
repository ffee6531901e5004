package dev.vipc.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GroupingTest {
  @Test
  void aFolderWithARecognisedFileIsANode() {
    assertEquals(
        "[lb1: a/lb1/h.cfg a/lb1/k.conf | lb2: a/lb2/k.conf]",
        grouped("0 a/lb1/k.conf", "0 a/lb1/h.cfg", "0 a/lb2/k.conf"));
  }

  @Test
  void foldersNamedAfterTheirContentsBelongToTheNodeAroundThem() {
    assertEquals(
        "[m1: m1/k.conf m1/kube-vip/c.yaml m1/manifests/p.yaml]",
        grouped("0 m1/k.conf", "0 m1/manifests/p.yaml", "0 m1/kube-vip/c.yaml"));
  }

  @Test
  void everythingBelowANodeIsTheNodes() {
    assertEquals(
        "[lb1: lb1/deep/er/h.cfg lb1/k.conf]", grouped("0 lb1/k.conf", "0 lb1/deep/er/h.cfg"));
  }

  @Test
  void aFolderAroundAnEtcTreeIsANode() {
    assertEquals(
        "[lb1: out/lb1/etc/haproxy/h.cfg out/lb1/etc/keepalived/k.conf]",
        grouped("0 out/lb1/etc/keepalived/k.conf", "0 out/lb1/etc/haproxy/h.cfg"));
  }

  @Test
  void whatBuildWritesForNoNodeIsNoNodes() {
    assertEquals(
        "[lb1: out/lb1/etc/keepalived/k.conf] out/cluster/c.yaml",
        grouped("0 out/lb1/etc/keepalived/k.conf", "0 out/cluster/c.yaml"));
    assertEquals(
        "[cluster: out/cluster/c.yaml | lb1: out/lb1/k.conf]",
        grouped("0 out/lb1/k.conf", "0 out/cluster/c.yaml"));
  }

  @Test
  void aNodesFileInThePathItselfIsAnUnnamedNodes() {
    assertEquals("[-: k.conf | lb1: lb1/k.conf]", grouped("0 k.conf", "0 lb1/k.conf"));
  }

  @Test
  void aHostListBelongsToTheDeployment() {
    assertEquals("[lb1: lb1/k.conf] hosts.txt", grouped("0 hosts.txt", "0 lb1/k.conf"));
  }

  @Test
  void aHostListMakesNoNodeOfItsFolder() {
    assertEquals(
        "[n1: c/filled/n1/k.conf] c/hosts.txt", grouped("0 c/hosts.txt", "0 c/filled/n1/k.conf"));
  }

  @Test
  void nodeFoldersOfDifferentParentsAreDifferentDeployments() {
    assertEquals(
        "[lb1: a/lb1/k.conf] | [lb1: b/lb1/k.conf]", grouped("0 a/lb1/k.conf", "0 b/lb1/k.conf"));
  }

  @Test
  void severalPathsAreOneDeployment() {
    assertEquals(
        "[n1: filled/n1/k.conf | n2: filled/n2/k.conf] hosts.txt",
        grouped("0 filled/n1/k.conf", "0 filled/n2/k.conf", "1 hosts.txt"));
    assertEquals(
        "[lb1: a/lb1/k.conf | lb2: b/lb2/k.conf]", grouped("0 a/lb1/k.conf", "1 b/lb2/k.conf"));
  }

  @Test
  void aHostListOfOneClusterSaysNothingOfTheClusterBesideIt() {
    assertEquals(
        "[n1: a/x/n1/k.conf] a/hosts.txt | [n1: b/x/n1/k.conf]",
        grouped("0 a/hosts.txt", "0 a/x/n1/k.conf", "0 b/x/n1/k.conf"));
  }

  /** Inputs as {@code ROOT PATH}; a {@code .txt} is a shared file, all else a node's. */
  private static String grouped(String... inputs) {
    var grouping = new Grouping(Stream.of(inputs).sorted().map(GroupingTest::input).toList());
    return grouping.deployments().stream()
        .map(GroupingTest::shown)
        .collect(Collectors.joining(" | "));
  }

  private static Input input(String line) {
    String path = line.substring(2);
    int slash = path.lastIndexOf('/');
    return new Input(
        new SourceFile(path, ""),
        new Kind(!path.endsWith(".txt")),
        line.charAt(0) - '0',
        slash < 0 ? "" : path.substring(0, slash));
  }

  private static String shown(Grouping.DeploymentFiles deployment) {
    String nodes =
        deployment.nodes().stream()
            .map(node -> node.name().orElse("-") + ": " + paths(node.files()))
            .collect(Collectors.joining(" | ", "[", "]"));
    return deployment.shared().isEmpty() ? nodes : nodes + " " + paths(deployment.shared());
  }

  private static String paths(List<Input> files) {
    return files.stream().map(input -> input.file().path()).collect(Collectors.joining(" "));
  }

  private record Kind(boolean belongsToNode) implements Format {
    @Override
    public String kind() {
      return "test";
    }

    @Override
    public boolean mayBe(String fileName) {
      return true;
    }

    @Override
    public int recognises(SourceFile file) {
      return 1;
    }

    @Override
    public Parts read(SourceFile file, Targets targets, Reporter out) {
      return Parts.NONE;
    }

    @Override
    public List<RuleMeta> metas() {
      return List.of();
    }
  }
}
