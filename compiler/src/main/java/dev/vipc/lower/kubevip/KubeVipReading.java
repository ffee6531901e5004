package dev.vipc.lower.kubevip;

import dev.vipc.model.HostPort;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipPod;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes of what is written what kube-vip takes from it. */
public final class KubeVipReading {
  private record Mode(String name, String variable) {}

  private static final List<Mode> MODES =
      List.of(
          new Mode("arp", "vip_arp"),
          new Mode("bgp", "bgp_enable"),
          new Mode("table", "vip_routingtable"),
          new Mode("wireguard", "vip_wireguard"));

  private KubeVipReading() {}

  /** One kube-vip, wherever its settings were written. */
  public static KubeVip kubeVip(
      SourceFile file,
      Form form,
      Setting<String> image,
      KubeVipSettings settings,
      Optional<KubeVipPod> pod,
      Span span) {
    return new KubeVip(
        file,
        form,
        image,
        first(settings, "address", "vip_address"),
        prefixLength(first(settings, "vip_subnet", "vip_cidr")),
        settings.read(
            "port", text -> HostPort.parse(":" + text).map(port -> port.port().orElse(0))),
        settings.text("vip_interface"),
        List.of(),
        List.of(),
        modes(settings),
        settings,
        pod,
        span);
  }

  /** The first that is written; unknown where it is there without a value that is known here. */
  private static Setting<String> first(KubeVipSettings settings, String... variables) {
    return Stream.of(variables)
        .map(settings::text)
        .filter(setting -> !setting.isUnset() && !setting.is(""))
        .findFirst()
        .orElseGet(Setting::unset);
  }

  /** {@code 32}, {@code /32}, or the first of {@code 32,128}. */
  private static Setting<Integer> prefixLength(Setting<String> text) {
    Setting<String> first = text.map(given -> given.split(",", 2)[0].strip());
    Setting<String> number = first.map(given -> given.startsWith("/") ? given.substring(1) : given);
    return number.value().filter(given -> given.matches("\\d{1,3}")).isPresent()
        ? number.map(Integer::valueOf)
        : text.span().<Setting<Integer>>map(Setting::unknown).orElseGet(Setting::unset);
  }

  private static List<Located<String>> modes(KubeVipSettings settings) {
    List<Located<String>> on = new ArrayList<>();
    for (Mode mode : MODES)
      settings
          .flag(mode.variable())
          .located()
          .filter(Located::value)
          .ifPresent(place -> on.add(new Located<>(mode.name(), place.span())));
    return List.copyOf(on);
  }
}
