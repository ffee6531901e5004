package dev.vipc.migrate;

import dev.vipc.model.Certificate;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Setting;
import dev.vipc.spec.HaSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names by which clients will ask for the API and that its certificates may not hold. */
public final class MissingNames {
  private MissingNames() {}

  /**
   * Those that the new way in needs; known to be there are only those that the old files state, in
   * a certificate of an API server or for kubeadm.
   */
  public static List<String> of(Deployment old, HaSpec oldSpec, HaSpec next) {
    Set<String> known = new HashSet<>();
    old.all(Certificate.class)
        .filter(certificate -> certificate.role() == Certificate.Role.API_SERVER)
        .forEach(certificate -> known.addAll(certificate.names()));
    if (known.isEmpty())
      for (KubeadmFile.Cluster cluster : old.clusters()) {
        cluster.certSans().stream()
            .flatMap(san -> san.value().stream())
            .map(san -> san.toLowerCase(Locale.ROOT))
            .forEach(known::add);
        Setting<HostPort> endpoint = cluster.controlPlaneEndpoint();
        endpoint.value().map(HostPort::host).ifPresent(known::add);
      }
    return WayIn.of(next)
        .map(HostPort::host)
        .filter(host -> !known.contains(host.toLowerCase(Locale.ROOT)))
        .filter(host -> !WayIn.of(oldSpec).map(at -> at.host().equals(host)).orElse(false))
        .stream()
        .toList();
  }
}
