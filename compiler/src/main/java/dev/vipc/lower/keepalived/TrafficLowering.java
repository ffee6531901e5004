package dev.vipc.lower.keepalived;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Part;
import dev.vipc.model.RouterTraffic;
import dev.vipc.model.Setting;
import dev.vipc.model.TranslatedService;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;

/** What virtual routers and virtual servers say of packets. */
record TrafficLowering(SourceFile file, Body root) {
  List<Part> parts() {
    return Stream.<Part>concat(
            root.all("vrrp_instance").map(this::router),
            root.all("virtual_server").flatMap(this::translated))
        .toList();
  }

  private RouterTraffic router(Line block) {
    Body body = root.bodyOf(block);
    return new RouterTraffic(
        file,
        block.span(),
        body.bool("strict_mode"),
        body.flag("accept", "no_accept"),
        body.all("virtual_routes").map(Line::span).findFirst());
  }

  private Stream<TranslatedService> translated(Line block) {
    Body body = root.bodyOf(block);
    Setting<String> method = body.text("lb_kind", "lvs_method");
    if (!method.is("NAT")) return Stream.empty();
    Setting<IpAddress> address =
        block
            .word(1)
            .filter(word -> IpAddress.parse(word.value()).isPresent())
            .<Setting<IpAddress>>map(root.values()::address)
            .orElse(Setting.unset());
    return method.located().map(Located::span).stream()
        .map(place -> new TranslatedService(file, address, place));
  }
}
