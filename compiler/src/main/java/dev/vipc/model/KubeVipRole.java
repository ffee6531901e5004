package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.List;
import java.util.Set;

/**
 * A Role or ClusterRole that is named after kube-vip or bound to its ServiceAccount.
 *
 * @param cluster whether it is a ClusterRole
 * @param grants its rules
 * @param accounts the ServiceAccounts that bindings of the same file give it to
 */
public record KubeVipRole(
    Located<String> name, boolean cluster, List<Grant> grants, List<String> accounts)
    implements Part {
  /** One rule of a role. */
  public record Grant(Set<String> groups, Set<String> resources, Set<String> verbs) {
    boolean covers(String group, String resource, String verb) {
      return (groups.contains(group) || groups.contains("*"))
          && (resources.contains(resource) || resources.contains("*"))
          && (verbs.contains(verb) || verbs.contains("*"));
    }
  }

  public KubeVipRole {
    grants = List.copyOf(grants);
    accounts = List.copyOf(accounts);
  }

  /** Whether it lets its holder do something with all objects of a kind. */
  public boolean may(String verb, String group, String resource) {
    return grants.stream().anyMatch(grant -> grant.covers(group, resource, verb));
  }
}
