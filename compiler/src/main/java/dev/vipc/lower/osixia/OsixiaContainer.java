package dev.vipc.lower.osixia;

import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.InitialState;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads one container's environment as the image does: it fills the variables into a
 * keepalived.conf with one virtual router, with {@code nopreempt} and a password.
 *
 * <p>Source: osixia/docker-keepalived, its keepalived.conf and its defaults.
 */
final class OsixiaContainer {
  private static final String PREFIX = "KEEPALIVED_";
  private static final String ROUTER = "VI_1";
  private static final int PRIORITY = 150;
  private static final int VRID = 51;
  private static final Pattern GENERATED = Pattern.compile("\\{\\{|\\{%|\\$[A-Za-z_({]");

  private final SourceFile file;
  private final YamlFields container;
  private final Values values;
  private final Map<String, Located<String>> environment = new HashMap<>();

  private OsixiaContainer(SourceFile file, YamlFields container) {
    this.file = file;
    this.container = container;
    this.values = container.values();
    for (YamlFields variable : container.mappings("env"))
      for (Located<String> name : variable.scalar("name").stream().toList())
        if (name.value().startsWith(PREFIX))
          environment.put(
              name.value().substring(PREFIX.length()),
              variable.scalar("value").orElse(new Located<>("", name.span())));
  }

  /** Nothing where the container runs another image. */
  static Parts read(SourceFile file, YamlFields container) {
    OsixiaContainer read = new OsixiaContainer(file, container);
    boolean keepalived =
        container.scalar("image").filter(image -> image.value().contains("keepalived")).isPresent();
    return read.environment.isEmpty() || !keepalived && !read.environment.containsKey("VIRTUAL_IPS")
        ? Parts.NONE
        : read.parts();
  }

  private Parts parts() {
    Optional<Probe> probe = Probe.of(file, container.at("livenessProbe"));
    VrrpDaemon daemon =
        new VrrpDaemon(
            file,
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            probe.stream().map(Probe::script).toList(),
            List.of(),
            List.of(router(probe)),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return Parts.of(daemon).and(Parts.of(probe.stream().map(Probe::request).toList()));
  }

  private VirtualRouter router(Optional<Probe> probe) {
    Setting<InitialState> state =
        setting("STATE", text -> values.read(text, OsixiaContainer::state));
    return new VirtualRouter(
        new Located<>(ROUTER, image()),
        state,
        setting("INTERFACE", values::text),
        byDefault(setting("ROUTER_ID", values::integer), VRID),
        byDefault(setting("PRIORITY", values::integer), PRIORITY),
        Setting.unset(),
        Setting.unset(),
        Setting.of("PASS", image()),
        setting("PASSWORD", values::text),
        // keepalived drops it where the state is MASTER
        state.isUnset() || state.is(InitialState.BACKUP)
            ? Setting.of(true, image())
            : Setting.unset(),
        Setting.unset(),
        Setting.unset(),
        peers(),
        Setting.unset(),
        addresses(),
        List.of(),
        probe.stream().map(Probe::track).toList(),
        container.span());
  }

  /** Without the variable the image has peers of its own, which are nobody's. */
  private List<Setting<IpAddress>> peers() {
    Located<String> text = environment.get("UNICAST_PEERS");
    if (text == null) return List.of(Setting.unknown(image()));
    if (isGenerated(text)) return List.of(Setting.unknown(text.span()));
    return PythonList.items(text).stream().map(values::address).toList();
  }

  private List<Setting<VirtualAddress>> addresses() {
    Located<String> text = environment.get("VIRTUAL_IPS");
    if (text == null) return List.of(Setting.unknown(image()));
    if (isGenerated(text)) return List.of(Setting.unknown(text.span()));
    return PythonList.items(text).stream().map(this::address).toList();
  }

  /** {@code ADDRESS[/LENGTH] [dev IF]}; without a length /32 or /128. */
  private Setting<VirtualAddress> address(Located<String> item) {
    return values.hostLike(
        item,
        text -> {
          String[] words = text.strip().split("\\s+");
          String[] parts = words[0].split("/", 2);
          return IpAddress.parse(parts[0]).flatMap(ip -> virtual(ip, parts, words, item.span()));
        });
  }

  private static Optional<VirtualAddress> virtual(
      IpAddress address, String[] parts, String[] words, Span place) {
    Setting<String> device =
        words.length > 2 && words[1].equals("dev") ? Setting.of(words[2], place) : Setting.unset();
    if (parts.length == 1)
      return Optional.of(new VirtualAddress(address, address.bits(), false, device));
    if (!parts[1].matches("\\d{1,3}")) return Optional.empty();
    int length = Integer.parseInt(parts[1]);
    return length <= address.bits()
        ? Optional.of(new VirtualAddress(address, length, true, device))
        : Optional.empty();
  }

  private static Optional<InitialState> state(String word) {
    return switch (word) {
      case "MASTER" -> Optional.of(InitialState.MASTER);
      case "BACKUP" -> Optional.of(InitialState.BACKUP);
      default -> Optional.empty();
    };
  }

  private <T> Setting<T> setting(String name, Function<Located<String>, Setting<T>> how) {
    Located<String> text = environment.get(name);
    if (text == null) return Setting.unset();
    return isGenerated(text) || text.value().isEmpty()
        ? Setting.unknown(text.span())
        : how.apply(text);
  }

  private <T> Setting<T> byDefault(Setting<T> written, T standard) {
    return written.isUnset() ? Setting.of(standard, image()) : written;
  }

  private static boolean isGenerated(Located<String> text) {
    return GENERATED.matcher(text.value()).find();
  }

  private Span image() {
    return container.scalar("image").map(Located::span).orElse(container.span());
  }
}
