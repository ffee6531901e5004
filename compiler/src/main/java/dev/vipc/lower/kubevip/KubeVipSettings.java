package dev.vipc.lower.kubevip;

import dev.vipc.lower.Values;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What kube-vip takes from its environment and its flags; the environment wins over a flag
 * (measured by its authors' code, {@code ParseEnvironment}).
 *
 * @param environment looks up an environment variable
 * @param flags looks up the first flag of several names that is given
 */
record KubeVipSettings(
    Function<String, Optional<Located<String>>> environment, KubeVipFlags flags, Values values) {
  private static final Pattern GENERATED = Pattern.compile("\\{\\{|\\{%|\\$[A-Za-z_(]");

  private record Mode(String name, String variable) {}

  private static final List<Mode> MODES =
      List.of(
          new Mode("arp", "vip_arp"),
          new Mode("bgp", "bgp_enable"),
          new Mode("table", "vip_routingtable"),
          new Mode("wireguard", "vip_wireguard"));

  KubeVip kubeVip(SourceFile file, Setting<String> image, Span span) {
    return new KubeVip(
        file,
        image,
        read(values::host, List.of("address", "vip_address"), "address", "vip"),
        read(values::integer, List.of("vip_subnet", "vip_cidr"), "vipSubnet", "cidr"),
        read(values::port, List.of("port"), "port"),
        read(values::host, List.of("vip_interface"), "interface"),
        List.of(),
        List.of(),
        modes(),
        span);
  }

  private <T> Setting<T> read(
      Function<Located<String>, Setting<T>> how, List<String> variables, String... names) {
    Optional<Located<String>> written =
        variables.stream()
            .flatMap(name -> environment.apply(name).stream())
            .findFirst()
            .or(() -> flags.get(names))
            .filter(text -> !text.value().isEmpty());
    if (written.isEmpty()) return Setting.unset();
    Located<String> text = written.get();
    return GENERATED.matcher(text.value()).find() ? Setting.unknown(text.span()) : how.apply(text);
  }

  private List<Located<String>> modes() {
    List<Located<String>> on = new ArrayList<>();
    for (Mode mode : MODES)
      environment
          .apply(mode.variable())
          .or(() -> flags.get(mode.name()))
          .filter(text -> text.value().equals("true"))
          .ifPresent(text -> on.add(new Located<>(mode.name(), text.span())));
    return List.copyOf(on);
  }
}
