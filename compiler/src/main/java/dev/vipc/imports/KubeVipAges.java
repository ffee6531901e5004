package dev.vipc.imports;

import dev.vipc.model.KubeVip;
import dev.vipc.model.Version;
import java.util.Map;
import java.util.Set;

/** Which releases and which modes of kube-vip make something of a variable. */
final class KubeVipAges {
  /** The first whose manifests run {@code manager}. */
  private static final Version MANAGER = new Version(0, 3, 1);

  /** What is not here is as old as the manifests are. */
  private static final Map<String, Version> SINCE =
      Map.of(
          "svc_election", new Version(0, 5, 0),
          "lb_enable", new Version(0, 6, 0),
          "bgp_hold_time", new Version(0, 7, 0),
          "bgp_keepalive_interval", new Version(0, 7, 0),
          "backend_health_check_interval", new Version(0, 8, 0),
          "control_plane_health_check_address", new Version(1, 2, 0));

  private static final String CHECK = "control_plane_health_check_";

  /** The lease that one of the control-plane nodes holds to hold the address. */
  private static final Set<String> OF_ARP =
      Set.of("vip_leaderelection", "vip_leaseduration", "vip_renewdeadline", "vip_retryperiod");

  private KubeVipAges() {}

  static boolean lacksManager(KubeVip kubeVip) {
    return isBefore(kubeVip, MANAGER);
  }

  /** Whether its release reads the variable; one without a release is taken for the newest. */
  static boolean counts(KubeVip kubeVip, String variable) {
    String like = variable.startsWith(CHECK) ? CHECK + "address" : variable;
    Version since = SINCE.get(like);
    return since == null || !isBefore(kubeVip, since);
  }

  /** Whether its mode makes something of the variable. */
  static boolean isOfMode(KubeVip kubeVip, String variable) {
    boolean ofBgp = variable.startsWith("bgp_") || variable.startsWith(CHECK);
    return kubeVip.runs("arp") ? !ofBgp : !OF_ARP.contains(variable);
  }

  private static boolean isBefore(KubeVip kubeVip, Version version) {
    return kubeVip.imageVersion().filter(own -> own.compareTo(version) < 0).isPresent();
  }
}
