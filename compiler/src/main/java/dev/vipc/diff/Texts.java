package dev.vipc.diff;

import dev.vipc.lower.spec.SpecFormat;

/**
 * What kinds of text are called, and what follows where one differs in what nobody else carries.
 */
final class Texts {
  /** The kind of a spec's own text. */
  static final String SPEC = SpecFormat.KIND;

  private Texts() {}

  static String name(String kind) {
    return kind.equals(SPEC) ? "spec" : kind;
  }

  static Aspect aspect(String kind) {
    return switch (kind) {
      case SPEC -> Aspect.SPEC;
      case "keepalived" -> Aspect.VRRP_SETTING;
      case "haproxy", "nginx", "envoy" -> Aspect.PROXY_SETTING;
      case "check-script" -> Aspect.SCRIPT;
      case "systemd-unit" -> Aspect.UNIT;
      case "static-pod", "keepalived-pod", "api-server-file" -> Aspect.POD;
      case "kube-vip-config", "kube-vip-config-file", "kube-vip-command", "kube-vip-objects" ->
          Aspect.KUBE_VIP;
      case "kubeadm", "kubekey", "sealos", "component-config" -> Aspect.CLUSTER_SETTING;
      case "hosts", "ansible" -> Aspect.HOST_LIST;
      default -> kind.startsWith("kube-vip") ? Aspect.KUBE_VIP : Aspect.TEXT;
    };
  }
}
