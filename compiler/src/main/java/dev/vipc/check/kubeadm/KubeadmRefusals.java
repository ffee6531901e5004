package dev.vipc.check.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What kubeadm's own check objects to, beside the form of the fields. A table. */
@AutoService(Documented.class)
public final class KubeadmRefusals implements Documented {
  static final RuleMeta KIND_TWICE =
      new RuleMeta(
          "KD044",
          "kind-given-twice",
          ERROR,
          """
          Two documents of one file have the same kind.

          kubeadm sorts the documents of a file by their kind before it reads any, and refuses a kind that \
          comes twice; which of the two was meant, nobody can say. Often two nodes' files were put together. \
          The kubelet's and kube-proxy's documents may stand beside kubeadm's, one of each; `kubeadm config \
          migrate` leaves them out of what it writes, `vipc fmt --to` keeps them. Source: kubeadm's \
          SplitYAMLDocuments.

          Keep one, or give each node a file of its own.
          """);

  static final RuleMeta VERSION =
      new RuleMeta(
          "KD101",
          "api-version-refused",
          ERROR,
          """
          The kubeadm of this release refuses the document's apiVersion.

          Each release reads the version that it writes and few older ones (v1alpha3 up to 1.14, v1beta1 up to \
          1.21, v1beta2 up to 1.26, v1beta3 up to 1.36, v1beta4 from 1.31 on), and names the release to \
          migrate with for an older one. It is a warning where the release still reads the version but calls \
          it deprecated. 1.14 reads v1alpha3 for `kubeadm config migrate` alone. 1.28 to 1.30 read v1beta4 \
          with `--allow-experimental-api` alone. Source: kubeadm's validateSupportedVersion, and the release \
          notes.

          Carry the file over with `vipc fmt --to kubeadm=VERSION`.
          """);

  static final RuleMeta NODE_NAME =
      new RuleMeta(
          "KD103",
          "malformed-node-name",
          ERROR,
          """
          The node's name in a kubeadm document is no DNS subdomain.

          The name becomes the name of the Node object and a name in its certificates. kubeadm takes capitals \
          as small letters; all else that RFC 1123 does not allow (an underscore, a blank, a leading dash, \
          more than 253 characters) it refuses. Source: kubeadm's ValidateNodeRegistrationOptions.

          Write small letters, digits, dashes and full stops.
          """);

  static final RuleMeta SOCKET =
      new RuleMeta(
          "KD104",
          "unusable-cri-socket",
          ERROR,
          """
          The socket of the container runtime is no path of a Unix socket.

          kubeadm talks to the runtime by `unix://` alone on Linux and refuses any other scheme. A path \
          without a scheme is put behind `unix://` with a warning from 1.24 on, and is accepted without a word \
          before; a path that does not begin with `/` is refused there. Source: kubeadm's ValidateSocketPath, \
          and its defaults.

          Write `unix:///run/containerd/containerd.sock`.
          """);

  static final RuleMeta TOKEN =
      new RuleMeta(
          "KD105",
          "refused-bootstrap-token",
          ERROR,
          """
          A bootstrap token, or what it may be used for, is refused.

          A token is six and sixteen of `a-z` and `0-9` with a full stop between. Its `usages` are `signing` \
          and `authentication`; its `groups` begin with `system:bootstrappers:` and need the usage \
          `authentication`; `ttl` and `expires` exclude each other. A node that joins needs a token for its \
          TLS bootstrap, which is the discovery's where none is given. Source: kubeadm's \
          ValidateBootstrapTokens and bootstraputil.

          Make a token with `kubeadm token generate`.
          """);

  static final RuleMeta KEY =
      new RuleMeta(
          "KD106",
          "refused-certificate-key",
          ERROR,
          """
          A `certificateKey` is not the 64 hexadecimal digits of an AES key of 32 octets.

          kubeadm decodes it before it does anything else, and refuses another length. Source: kubeadm's \
          ValidateCertificateKey.

          Make one with `kubeadm certs certificate-key`.
          """);

  static final RuleMeta ADVERTISED =
      new RuleMeta(
          "KD107",
          "unusable-advertise-address",
          ERROR,
          """
          The API server's `advertiseAddress` or `bindPort` cannot be used.

          The address must be written as an IP address; a multicast or link-local one is refused, since the \
          other nodes must reach it. For an unspecified one (`0.0.0.0`, `::`) kubeadm takes the address of the \
          default route instead, which is a warning here, since on a machine with several addresses it may be \
          another than the one that was meant. The port is 1 to 65535. Source: kubeadm's ValidateAPIEndpoint, \
          VerifyAPIServerBindAddress and ChooseAPIServerBindAddress.

          Write the node's own address.
          """);

  static final RuleMeta ENDPOINT =
      new RuleMeta(
          "KD108",
          "malformed-api-endpoint",
          ERROR,
          """
          The endpoint of the control plane is not of the form `host` or `host:port`.

          `controlPlaneEndpoint` is an IP address or a DNS name in small letters, with or without a port, \
          without a scheme; an IPv6 address with a port stands in brackets. The `apiServerEndpoint` of a node \
          that joins must have a port. Source: kubeadm's ValidateHostPort, ParseHostPort and \
          ValidateDiscoveryTokenAPIServer.

          Write `api.example.org:6443`, `192.0.2.10:6443` or `[2001:db8::10]:6443`.
          """);

  static final RuleMeta SUBNET =
      new RuleMeta(
          "KD109",
          "refused-subnet",
          ERROR,
          """
          A `serviceSubnet` or `podSubnet` is refused.

          Each is one CIDR, or two of different families with a comma between (dual-stack; not before 1.16, \
          and before 1.21 with the feature gate IPv6DualStack alone). Services need at least 10 addresses and \
          have at most 20 bits for them, so `/12` and `/108` are the widest. Pods need at least 14 addresses, \
          and their prefix is at most that of a node's part (24 for IPv4, 64 for IPv6, or the controller \
          manager's `node-cidr-mask-size-ipv4` and `-ipv6`) and at most 16 bits shorter, unless \
          `allocate-node-cidrs` is `false`. Source: kubeadm's ValidateNetworking.
          """);

  static final RuleMeta DOMAIN =
      new RuleMeta(
          "KD110",
          "malformed-dns-domain",
          ERROR,
          """
          The cluster's `dnsDomain` is no DNS subdomain.

          Every service is named below it and the API server's certificate holds `kubernetes.default.svc.` \
          with it. kubeadm refuses capitals, underscores and what else RFC 1123 does not allow. Source: \
          kubeadm's ValidateNetworking.

          Write `cluster.local`, or a name in small letters.
          """);

  static final RuleMeta SAN =
      new RuleMeta(
          "KD111",
          "malformed-alternative-name",
          ERROR,
          """
          A name for a certificate is neither an IP address nor a DNS name nor one with a wildcard.

          The usual mistakes are a URL, a name with its port, several names in one text, and a CIDR. kubeadm \
          puts the names of the API server's certificate in small letters itself; those of etcd's it does not. \
          Source: kubeadm's ValidateCertSANs.

          Write one address or name in each item.
          """);

  static final RuleMeta ETCD =
      new RuleMeta(
          "KD112",
          "contradictory-etcd",
          ERROR,
          """
          The settings of etcd contradict each other.

          etcd is either `local` or `external`. An external one has endpoints that are URLs with a scheme, \
          `https` where any of its three files is named; `certFile` and `keyFile` go together and need a \
          `caFile`. Source: kubeadm's ValidateEtcd.
          """);

  static final RuleMeta PATH =
      new RuleMeta(
          "KD113",
          "path-not-absolute",
          ERROR,
          """
          A path that kubeadm uses on the node is not absolute.

          It would depend on the folder in which kubeadm is started; kubeadm refuses it. `caCertPath` must end \
          in `.crt` too. Source: kubeadm's ValidateAbsolutePath and ValidateJoinConfiguration.

          Write the path from `/` on.
          """);

  static final RuleMeta GATE =
      new RuleMeta(
          "KD114",
          "unknown-kubeadm-feature-gate",
          ERROR,
          """
          A name in `featureGates` is no feature gate of kubeadm at this release.

          These are kubeadm's own gates; those of the API server or the kubelet belong in `extraArgs` and in \
          the KubeletConfiguration. A gate goes when its feature is settled (IPv6DualStack with 1.24, \
          UnversionedKubeletConfigMap with 1.26, EtcdLearnerMode with 1.33), and the file that still names it \
          is refused. Source: the features package of kubeadm in each release.

          Delete it, or write it where it belongs.
          """);

  static final RuleMeta REPOSITORY =
      new RuleMeta(
          "KD115",
          "malformed-image-repository",
          ERROR,
          """
          An `imageRepository` cannot stand before an image's name.

          It is a registry with an optional port, then path components in small letters, without a scheme, a \
          tag or a slash at the end. Source: kubeadm's ValidateImageRepository.

          Write `registry.example.org:5000/kubernetes`.
          """);

  static final RuleMeta NAMELESS =
      new RuleMeta(
          "KD116",
          "argument-without-name",
          ERROR,
          """
          An item of `extraArgs` or `kubeletExtraArgs` has no name.

          Nothing can be made of it for the command line; kubeadm refuses it. Source: kubeadm's \
          ValidateExtraArgs.
          """);

  static final RuleMeta DISCOVERY =
      new RuleMeta(
          "KD117",
          "incomplete-discovery",
          ERROR,
          """
          A node that joins is not told how to find the cluster, or is told it in two ways.

          `discovery` has either a `bootstrapToken` or a `file`. With a token, the endpoint and the token are \
          needed, and either `caCertHashes` (each `sha256:` and 64 hexadecimal digits) or \
          `unsafeSkipCAVerification: true`. The URL of a file is `https`. Source: kubeadm's ValidateDiscovery \
          and its pubkeypin package.

          `kubeadm token create --print-join-command` prints the values.
          """);

  static final RuleMeta KUBERNETES =
      new RuleMeta(
          "KD118",
          "kubernetes-version-refused",
          ERROR,
          """
          The kubeadm of this release does not install the `kubernetesVersion` of the file.

          A kubeadm installs its own minor release and the one before. What is no version and no label of a \
          channel (`stable`, `stable-1.34`, `latest`, `ci/latest`) is refused too. A version above kubeadm's \
          own is found by the preflight checks, not here. Source: kubeadm's NormalizeKubernetesVersion.

          Install the release with the kubeadm of the same minor release.
          """);

  static final RuleMeta PERIOD =
      new RuleMeta(
          "KD119",
          "certificate-outlives-authority",
          WARNING,
          """
          `certificateValidityPeriod` is longer than `caCertificateValidityPeriod`.

          A certificate is worth nothing once its authority's has ended. kubeadm warns and goes on. Source: \
          kubeadm's ValidateCertValidity; the defaults are 8760h and 87600h.

          Make the authority's period the longer one.
          """);

  static final RuleMeta DOCUMENT =
      new RuleMeta(
          "KD120",
          "not-a-kubeadm-document",
          ERROR,
          """
          A document of the file is none that kubeadm reads.

          Each document names its `apiVersion` and `kind`, both among those of kubeadm, the kubelet or \
          kube-proxy; `kind: List` is not read, and neither is a template. `kubeadm config validate` (1.28 and \
          newer) refuses any other; older releases go on without it, with a warning. They need an \
          InitConfiguration, a ClusterConfiguration or a JoinConfiguration in the file. Source: kubeadm's \
          SplitYAMLDocuments and validateKnownGVKs.

          Write each document by itself, separated by `---`, and take out what is for other programs.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        SeparatedDocuments.MISSING_SEPARATOR,
        KIND_TWICE,
        VERSION,
        NODE_NAME,
        SOCKET,
        TOKEN,
        KEY,
        ADVERTISED,
        ENDPOINT,
        SUBNET,
        DOMAIN,
        SAN,
        ETCD,
        PATH,
        GATE,
        REPOSITORY,
        NAMELESS,
        DISCOVERY,
        KUBERNETES,
        PERIOD,
        DOCUMENT);
  }
}
