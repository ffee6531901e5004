package dev.vipc.lower.spec;

import dev.vipc.lower.kubevip.KubeVipReading;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipPod;
import dev.vipc.model.KubeVipPod.HostAlias;
import dev.vipc.model.KubeVipPools;
import dev.vipc.model.KubeVipRole;
import dev.vipc.model.KubeVipRole.Grant;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.KubeVipSettings.Origin;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.StaticPod;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.KubeVip;
import dev.vipc.spec.KubeVipGrant;
import dev.vipc.spec.KubeVipOnNode;
import dev.vipc.spec.KubeVipVariable;
import dev.vipc.spec.KubeVipVariable.Value;
import dev.vipc.spec.SpecNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kube-vip that a spec puts on a node, or into the cluster. */
final class KubeVipOfSpec {
  private KubeVipOfSpec() {}

  static Parts onNode(HaSpec spec, SpecNode node) {
    return Parts.of(
        KubeVipOnNode.onNode(spec, node).stream().map(one -> kubeVip(Form.POD, one)).toList());
  }

  /** A DaemonSet with its role, and what the cloud provider gives out. */
  static Parts shared(HaSpec spec) {
    Parts parts = Parts.NONE;
    for (KubeVipOnNode one : KubeVipOnNode.daemonSets(spec).toList())
      parts = parts.and(Parts.of(kubeVip(Form.DAEMON_SET, one))).and(Parts.of(role(one)));
    List<KubeVipPools.Pool> pools =
        spec.virtualAddresses().stream()
            .flatMap(address -> address.kubeVip().stream())
            .flatMap(kubeVip -> kubeVip.pools().stream())
            .map(KubeVipOfSpec::pool)
            .toList();
    return pools.isEmpty() ? parts : parts.and(Parts.of(new KubeVipPools(pools)));
  }

  private static dev.vipc.model.KubeVip kubeVip(Form form, KubeVipOnNode one) {
    List<Written> written = one.variables().stream().map(KubeVipOfSpec::written).toList();
    return KubeVipReading.kubeVip(
        one.spec().file(),
        form,
        Settings.of(one.image()),
        new KubeVipSettings(written, Optional.empty()),
        Optional.of(pod(form, one)),
        one.address().name().span());
  }

  private static Written written(KubeVipVariable variable) {
    Span span = variable.span();
    Setting<String> value =
        switch (variable.value()) {
          case Value.Text(var text) -> Setting.of(text, span);
          case Value.NodeName _ -> Setting.unknown(span);
          case Value.Peers _ -> Setting.unknown(span);
        };
    return new Written(
        Origin.VARIABLE,
        new Located<>(variable.name(), span),
        variable.name(),
        value,
        variable.value() instanceof Value.NodeName,
        span);
  }

  private static KubeVipPod pod(Form form, KubeVipOnNode one) {
    Span place = one.address().name().span();
    List<HostAlias> aliases =
        one.hasAlias()
            ? List.of(
                new HostAlias(
                    Setting.of("127.0.0.1", place), List.of(Setting.of("kubernetes", place))))
            : List.of();
    return new KubeVipPod(
        Optional.of(new Located<>("manager", place)),
        Setting.of("kube-system", place),
        form == Form.POD ? Setting.unset() : Setting.of("kube-vip", place),
        aliases,
        one.kubeconfig().stream()
            .map(
                path ->
                    new StaticPod.HostPath(
                        Setting.of("kubeconfig", place),
                        Setting.of(path, place),
                        Setting.of("File", place),
                        place))
            .toList(),
        one.kubeconfig().stream()
            .map(
                _ ->
                    new StaticPod.Mount(
                        Setting.of(KubeVipOnNode.KUBECONFIG, place),
                        Setting.of("kubeconfig", place)))
            .toList(),
        one.isPrivileged() ? Setting.of("true", place) : Setting.unset(),
        one.memoryLimit().map(limit -> Setting.of(limit, place)).orElseGet(Setting::unset),
        Optional.empty());
  }

  private static KubeVipRole role(KubeVipOnNode one) {
    return new KubeVipRole(
        new Located<>("system:kube-vip-role", one.address().name().span()),
        true,
        Stream.of(KubeVipGrant.values()).map(KubeVipOfSpec::grant).toList(),
        List.of("kube-vip"));
  }

  private static Grant grant(KubeVipGrant grant) {
    return new Grant(
        Set.of(grant.group()), Set.copyOf(grant.resources()), Set.copyOf(grant.verbs()));
  }

  private static KubeVipPools.Pool pool(KubeVip.Pool pool) {
    Span place = pool.addresses().getFirst().span();
    return new KubeVipPools.Pool(
        new Located<>(pool.key(), place), pool.addresses().stream().map(Settings::of).toList());
  }
}
