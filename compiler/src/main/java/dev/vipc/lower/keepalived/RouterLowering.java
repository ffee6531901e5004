package dev.vipc.lower.keepalived;

import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.InitialState;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code vrrp_instance} block. */
record RouterLowering(Line block, Body body) {
  static RouterLowering of(Body root, Line block) {
    return new RouterLowering(block, root.bodyOf(block));
  }

  VirtualRouter router() {
    Body authentication = body.merged("authentication");
    return new VirtualRouter(
        block.word(1).orElse(new Located<>("", block.keywordSpan())),
        body.parsed(RouterLowering::state, "state"),
        body.text("interface"),
        vrid(),
        body.integer("priority"),
        body.seconds("advert_int"),
        body.integer("version"),
        authentication.text("auth_type"),
        authentication.text("auth_pass"),
        body.flag("nopreempt", "preempt"),
        body.seconds("preempt_delay"),
        body.address("unicast_src_ip", "mcast_src_ip"),
        body.inside("unicast_peer").stream().flatMap(this::peer).toList(),
        body.address("mcast_dst_ip"),
        addresses("virtual_ipaddress"),
        addresses("virtual_ipaddress_excluded"),
        new Tracks(body).all(),
        block.span());
  }

  /** Not known to be absent where a stray brace has torn the block. */
  private Setting<Integer> vrid() {
    Setting<Integer> vrid = body.integer("virtual_router_id");
    boolean torn = body.lines().stream().anyMatch(line -> line.isBlock() && line.words().isEmpty());
    return vrid.isUnset() && torn ? Setting.unknown(block.keywordSpan()) : vrid;
  }

  private static Optional<InitialState> state(String word) {
    return switch (word) {
      case "MASTER" -> Optional.of(InitialState.MASTER);
      case "BACKUP" -> Optional.of(InitialState.BACKUP);
      default -> Optional.empty();
    };
  }

  private Stream<Setting<IpAddress>> peer(Line entry) {
    if (entry.conditional()) return Stream.of(Setting.unknown(entry.span()));
    return entry.word(0).stream().map(body.values()::address);
  }

  private List<Setting<VirtualAddress>> addresses(String keyword) {
    return body.inside(keyword).stream()
        .filter(line -> !line.words().isEmpty())
        .map(this::address)
        .toList();
  }

  /** {@code ADDRESS[/LENGTH] [dev IF] …}; without a length /32 or /128. */
  private Setting<VirtualAddress> address(Line entry) {
    if (entry.conditional()) return Setting.unknown(entry.span());
    Located<String> word = entry.word(0).orElseThrow();
    int slash = word.value().indexOf('/');
    Setting<String> device = entry.after("dev").map(body.values()::text).orElse(Setting.unset());
    Setting<IpAddress> plain =
        body.values()
            .address(
                slash < 0 ? word : new Located<>(word.value().substring(0, slash), word.span()));
    if (slash < 0)
      return plain.map(address -> new VirtualAddress(address, address.bits(), false, device));
    Optional<Integer> length = length(word.value().substring(slash + 1));
    return plain
        .located()
        .filter(address -> length.filter(n -> n <= address.value().bits()).isPresent())
        .<Setting<VirtualAddress>>map(
            address ->
                Setting.of(
                    new VirtualAddress(address.value(), length.orElseThrow(), true, device),
                    word.span()))
        .orElseGet(() -> Setting.unknown(word.span()));
  }

  private static Optional<Integer> length(String digits) {
    return digits.matches("\\d{1,3}") ? Optional.of(Integer.parseInt(digits)) : Optional.empty();
  }
}
