package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.convert.kubeadm.KubeadmConversion;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.schema.KubeadmSchemas;
import dev.vipc.schema.RepeatedFields;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The hops of the conversion compose, whatever fields a file has and however they are written. */
class KubeadmChainPropertyTest {
  private static final List<String> CLUSTER =
      List.of(
          "# names\napiServerCertSANs:\n- a.example.org # first\n- 192.0.2.1\n",
          "apiServerExtraArgs:\n  v: \"4\"\n  # why\n  b: 'x' # there\n",
          "apiServerExtraArgs: {v: \"4\", b: x}\n",
          "apiServerExtraVolumes:\n  - name: a\n    hostPath: /a\n    mountPath: /a\n    writable: true\n",
          "controllerManagerExtraArgs:\n  z: |\n    one\n    two\n  a: >-\n    folded\n    text\n",
          "schedulerExtraVolumes: [{name: s, hostPath: /s, mountPath: /s}]\n",
          "etcd:\n  local:\n    image: registry.example.org/etcd:3.2.24\n    extraArgs: {}\n",
          "etcd:\n  local:\n    dataDir: /var/lib/etcd\n    extraArgs:\n        name: x\n\n        # far\n        b: late\n",
          "auditPolicy:\n  path: /a\n  logMaxAge: 3\n",
          "unifiedControlPlaneImage: registry.example.org/hyperkube:v1.12.0\n",
          "featureGates:\n  CoreDNS: false\n",
          "featureGates: {CoreDNS: true}\n",
          "networking:\n  podSubnet: 10.244.0.0/16\n\n",
          "controlPlaneEndpoint: \"api.example.org:6443\"\n");

  private static final List<String> JOIN =
      List.of(
          "token: k3j9x2.q8w7e6r5t4y3u2i1 # shared\n",
          "discoveryToken: k3j9x2.q8w7e6r5t4y3u2i1\n",
          "tlsBootstrapToken: k3j9x2.q8w7e6r5t4y3u2i1\n",
          "discoveryFile: /etc/discovery.conf\n",
          "discoveryTimeout: 7m0s\n# behind\n",
          "discoveryTokenAPIServers:\n# servers\n- 192.0.2.1:6443\n- 192.0.2.2:6443\n",
          "discoveryTokenAPIServers: [\"192.0.2.1:6443\"]\n",
          "discoveryTokenUnsafeSkipCAVerification: true\n",
          "controlPlane: true\n",
          "controlPlane: false\n",
          "apiEndpoint:\n  advertiseAddress: 192.0.2.12\n",
          "clusterName: x\n",
          "nodeRegistration:\n  name: cp2\n  kubeletExtraArgs:\n    node-ip: 192.0.2.12\n");

  private static final List<String> MIDDLE =
      List.of(
          "apiServer:\n  timeoutForControlPlane: 5m0s\n",
          "apiServer: {timeoutForControlPlane: 5m0s, extraArgs: {a: b}}\n",
          "scheduler:\n  extraArgs:\n    a: \"1\"\n",
          "dns:\n  type: CoreDNS\n",
          "dns: {type: kube-dns}\n",
          "useHyperKubeImage: false\n",
          "clusterName: x # c\n");

  private final KubeadmSchemas schemas = new KubeadmSchemas(false);

  @Property(tries = 100)
  void oneHopIsSeveralAndTheResultIsOfTheForm(@ForAll("files") String text) {
    String last = text;
    for (KubeadmVersion version : KubeadmVersion.values()) {
      if (version.compareTo(KubeadmVersion.V1ALPHA3) <= 0) continue;
      last = convert(last, version);
      assertEquals(convert(text, version), last, "to " + version);
    }
    assertEquals(List.of(), faults(last), last);
    assertEquals(last, convert(last, KubeadmVersion.V1BETA4), "a second time");
    assertEquals(comments(text), comments(last).stream().filter(comments(text)::contains).toList());
  }

  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> cluster = document("v1alpha3", "ClusterConfiguration", CLUSTER);
    Arbitrary<String> join = document("v1alpha3", "JoinConfiguration", JOIN);
    Arbitrary<String> init =
        document("v1alpha3", "InitConfiguration", List.of("apiEndpoint:\n  bindPort: 6443\n"));
    Arbitrary<String> middle =
        Arbitraries.of("v1beta1", "v1beta2")
            .flatMap(version -> document(version, "ClusterConfiguration", MIDDLE));
    Arbitrary<String> status =
        Arbitraries.just("apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterStatus\n");
    Arbitrary<String> other =
        Arbitraries.just(
            "# kubelet\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n");
    Arbitrary<List<String>> documents =
        Arbitraries.oneOf(cluster, join, init, middle, status, other)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4);
    return Combinators.combine(documents, Arbitraries.of(true, false), Arbitraries.of(true, false))
        .as(KubeadmChainPropertyTest::file);
  }

  /** Some of the fields, each key once, in any order. */
  private static Arbitrary<String> document(String version, String kind, List<String> fields) {
    return Arbitraries.shuffle(fields)
        .flatMap(
            shuffled ->
                Arbitraries.integers()
                    .between(0, shuffled.size())
                    .map(count -> document(version, kind, shuffled, count)));
  }

  private static String document(String version, String kind, List<String> fields, int count) {
    StringBuilder text =
        new StringBuilder("apiVersion: kubeadm.k8s.io/" + version + "\nkind: " + kind + "\n");
    List<String> keys = new ArrayList<>();
    for (String field : fields.subList(0, count)) {
      String key = field.replaceAll("(?m)^#.*\\n", "").replaceAll("(?s):.*", "");
      if (!keys.contains(key)) text.append(field);
      keys.add(key);
    }
    return text.toString();
  }

  private static String file(List<String> documents, boolean windows, boolean open) {
    String text = String.join("---\n", documents);
    if (open) text = text.stripTrailing();
    return windows ? text.replace("\n", "\r\n") : text;
  }

  private static String convert(String text, KubeadmVersion version) {
    return KubeadmConversion.convert(new SourceFile("kubeadm.yaml", text), version).text();
  }

  private List<String> faults(String text) {
    Findings found = new Findings();
    for (var root : YamlSyntax.parse(new SourceFile("kubeadm.yaml", text), found))
      if (root instanceof Mapping mapping) {
        RepeatedFields.check(mapping, found);
        schemas.check(mapping, mapping.scalar("apiVersion").orElseThrow().value(), found);
      }
    return found.sorted().stream().map(f -> f.span() + " " + f.message()).toList();
  }

  /** What stands behind number signs, without those that the text had already. */
  private static List<String> comments(String text) {
    return Stream.of(
            "# names",
            "# first",
            "# why",
            "# there",
            "# far",
            "# shared",
            "# behind",
            "# c\n",
            "# kubelet",
            "# servers")
        .filter(comment -> (text + "\n").replace("\r", "").contains(comment))
        .toList();
  }
}
