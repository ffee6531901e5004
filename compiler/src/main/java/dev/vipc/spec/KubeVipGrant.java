package dev.vipc.spec;

import java.util.List;

/**
 * What a kube-vip that asks with a ServiceAccount may do: the sum of what its releases from 0.3 to
 * 1.2 give themselves (their {@code manifest rbac}, and the role of the documentation before it).
 */
public enum KubeVipGrant {
  STATUS("", List.of("services/status"), List.of("get", "update")),
  SERVICES("", List.of("services", "endpoints"), List.of("get", "list", "watch", "update")),
  NODES("", List.of("nodes"), List.of("get", "list", "watch", "update", "patch")),
  PODS("", List.of("pods"), List.of("list")),
  LEASES(
      "coordination.k8s.io",
      List.of("leases"),
      List.of("get", "list", "watch", "create", "update")),
  SLICES("discovery.k8s.io", List.of("endpointslices"), List.of("get", "list", "watch", "update")),
  NETWORKS("networking.k8s.io", List.of("servicecidrs"), List.of("get", "list"));

  private final String group;
  private final List<String> resources;
  private final List<String> verbs;

  KubeVipGrant(String group, List<String> resources, List<String> verbs) {
    this.group = group;
    this.resources = resources;
    this.verbs = verbs;
  }

  /** Empty for the core group. */
  public String group() {
    return group;
  }

  public List<String> resources() {
    return resources;
  }

  public List<String> verbs() {
    return verbs;
  }
}
