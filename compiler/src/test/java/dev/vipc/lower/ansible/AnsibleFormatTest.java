package dev.vipc.lower.ansible;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.FailureDomain;
import dev.vipc.model.HostEntry;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.InstallerVariables;
import dev.vipc.model.ManagementAddress;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnsibleFormatTest {
  private static final String INI =
      """
      ; kubeadm-ha
      [all]
      cp1 ansible_host=203.0.113.1 ip=10.0.0.1 zone="a b" # first
      cp2:2222 ansible_host=10.0.0.2
      10.0.0.3
      [etcd]
      cp[1:2]
      [kube-master:children]
      etcd
      [all:vars]
      lb_mode = "haproxy"
      lb_kube_apiserver_ip="10.0.0.100"
      lb_kube_apiserver_port="8443"
      kube_pod_subnet='10.244.0.0/16'
      """;

  private final AnsibleFormat format = new AnsibleFormat();

  @Test
  void hostsHaveTheirOwnAddressFirstAndEveryGroupAroundThem() {
    Parts parts = read("inventory.ini", INI, 2);
    assertEquals(
        List.of("cp1 10.0.0.1", "cp1 203.0.113.1", "cp2 10.0.0.2", "10.0.0.3 10.0.0.3"),
        parts.all(HostEntry.class).stream()
            .map(host -> host.name().value() + " " + host.address().value())
            .toList());
    assertEquals(
        List.of("all", "etcd", "kube-master"),
        List.copyOf(new TreeSet<>(parts.all(InstalledHost.class).getFirst().groups())));
    assertEquals(
        "10.0.0.1", parts.all(ManagementAddress.class).getFirst().internal().value().toString());
    assertEquals("a b", parts.all(FailureDomain.class).getFirst().zone().value());
  }

  @Test
  void variablesOfKubeadmHaTellTheWayIn() {
    Parts parts = read("inventory.ini", INI, 2);
    ControlPlaneEndpoint endpoint = parts.all(ControlPlaneEndpoint.class).getFirst();
    assertTrue(endpoint.address().is("10.0.0.100") && endpoint.port().is(8443));
    assertEquals("10.0.0.100", virtualAddress(parts).getFirst());
    assertEquals(
        List.of(),
        virtualAddress(read("inventory.ini", INI.replace("haproxy", "slb"), 2)),
        "a cloud's load balancer is moved by no machine");
  }

  @Test
  void anInventoryInYamlHasTheSameMeaning() {
    Parts parts =
        read(
            "hosts.yaml",
            """
            all:
              hosts:
                n1: {ansible_host: 10.0.0.1, access_ip: 10.1.0.1}
              children:
                kube_control_plane: {hosts: {n1: }}
                etcd: {children: {kube_control_plane: , etcd: }}
              vars: {kube_vip_enabled: true, kube_vip_address: 10.1.0.100}
            """,
            1);
    assertTrue(parts.all(InstalledHost.class).getFirst().isEtcd());
    assertEquals(
        "10.1.0.1", parts.all(ManagementAddress.class).getFirst().internal().value().toString());
    assertEquals(List.of("10.1.0.100"), virtualAddress(parts));
  }

  @Test
  void variablesOfKubesprayAreReadFromAFileOfTheirOwn() {
    Parts parts =
        read(
            "group_vars/all/all.yml",
            """
            ---
            loadbalancer_apiserver:
              address: 10.2.0.100
              port: "{{ port }}"
            apiserver_loadbalancer_domain_name: api.example.org
            kube_pods_subnet: 10.233.64.0/18
            """,
            1);
    ControlPlaneEndpoint endpoint = parts.all(ControlPlaneEndpoint.class).getFirst();
    assertTrue(endpoint.address().is("10.2.0.100") && endpoint.port().isUnknown());
    assertTrue(endpoint.domain().is("api.example.org"));
    assertEquals(List.of(), virtualAddress(parts));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[PHP]\nengine = On\n[mail]\nhost=1\n",
        "[Unit]\nDescription=x\n",
        "[web]\nserver1\nserver2\n",
        "10.0.0.1 kube_node\n",
        "all:\n  hosts:\n",
        "services:\n  web:\n    hosts: [a]\n    children: 1\n",
        "apiVersion: v1\nkind: X\nkube_pods_subnet: 10.0.0.0/8\n",
        "- hosts: all\n  children: x\n  ansible_host: y\n",
        "[[[[\n",
        "\0\1\2[x]",
        "",
      })
  void filesOfOthersAreNotTaken(String text) {
    for (String name : List.of("hosts", "php.ini", "values.yaml"))
      assertEquals(0, format.recognises(new SourceFile(name, text)), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n[1:999999999]", "n[z:a]", "n[5:1]", "n[1:z]", "n[a:c]x", "n[01:03:2]"})
  void aRangeGivesABoundedNumberOfNames(String range) {
    assertTrue(HostPattern.names(range).size() <= 5000);
  }

  @Test
  void aRangeKeepsItsZeros() {
    assertEquals(List.of("n08.x", "n09.x", "n10.x"), HostPattern.names("n[08:10].x"));
    assertEquals(List.of("a-a", "a-b"), HostPattern.names("a-[a:b]"));
  }

  private static List<String> virtualAddress(Parts parts) {
    return parts.all(InstallerVariables.class).stream()
        .flatMap(InstallerVariables::virtualAddresses)
        .map(at -> at.value().toString())
        .toList();
  }

  private Parts read(String name, String text, int sure) {
    SourceFile file = new SourceFile(name, text);
    assertEquals(sure, format.recognises(file));
    return format.read(file, Targets.NONE, new Findings());
  }
}
