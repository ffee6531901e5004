package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.TRACKED_ELSEWHERE;
import static dev.vipc.spec.SpecRules.UNREADABLE_VALUE;
import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.Track.Timing;
import dev.vipc.spec.Track.Weight;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the holders of a virtual address track. */
final class TrackReader {
  /** keepalived takes whole seconds for its scripts: 2.2.7 ignores others with a warning. */
  /** keepalived counts the times of scripts in whole seconds. */
  private static final Fields.Range SCRIPT_TIME = Fields.Range.seconds(1, 4294);

  private static final Fields.Range CHECK_TIME = Fields.Range.millis(10, Duration.ofDays(1));

  private static final List<String> KINDS =
      List.of("proxy", "apiServer", "interface", "process", "script");

  private final Scope scope;
  private final Fields.Range times;
  private final List<SpecProxy> proxies;

  TrackReader(Scope scope, VirtualAddress.Engine engine, List<SpecProxy> proxies) {
    this.times = engine == VirtualAddress.Engine.VIPD ? CHECK_TIME : SCRIPT_TIME;
    this.scope = scope;
    this.proxies = proxies;
  }

  Chosen<List<Track>> read(Fields address, List<SpecNode> holders) {
    if (!address.has("track")) return byDefault(address, holders);
    List<Track> tracks =
        address.items("track").stream()
            .map(item -> Fields.of(item, scope.out()))
            .flatMap(fields -> track(fields, holders).stream())
            .toList();
    scope.unique(
        tracks.stream().map(track -> new Located<>(track.name(), track.span())).toList(),
        "tracked things");
    return Chosen.written(tracks, address.mapping().get("track").orElseThrow().span());
  }

  private Chosen<List<Track>> byDefault(Fields address, List<SpecNode> holders) {
    Span anchor = address.anchor();
    String name = address.required("name").value();
    Optional<SpecProxy> proxy =
        proxies.stream()
            .filter(candidate -> candidate.nodes().containsAll(holders))
            .filter(candidate -> candidate.lvs().isEmpty())
            .min(Comparator.comparing(candidate -> !candidate.name().value().equals(name)));
    if (proxy.isEmpty() && holders.stream().anyMatch(this::balances))
      return Chosen.assumed(
          List.of(), anchor, "keepalived balances by itself: nothing else can fail on the node");
    Fields empty = address.child("track");
    if (proxy.isPresent())
      return Chosen.assumed(
          List.of(
              new Track.OfProxy(
                  new Located<>(proxy.get().name().value(), anchor),
                  timing(empty),
                  weight(empty),
                  anchor)),
          anchor,
          "the proxy that runs on every holder");
    boolean apiServers =
        !holders.isEmpty() && holders.stream().allMatch(node -> node.is(Role.CONTROL_PLANE));
    return apiServers
        ? Chosen.assumed(
            List.of(new Track.OfApiServer(timing(empty), weight(empty), anchor)),
            anchor,
            "every holder has an API server")
        : Chosen.assumed(List.of(), anchor, "no proxy runs on every holder");
  }

  private boolean balances(SpecNode node) {
    return proxies.stream().anyMatch(proxy -> proxy.lvs().isPresent() && proxy.runsOn(node));
  }

  private Optional<Track> track(Fields fields, List<SpecNode> holders) {
    List<String> kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() != 1) {
      fields.report(
          UNREADABLE_VALUE,
          kinds.isEmpty() ? fields.anchor() : fields.keySpan(kinds.getLast()),
          kinds.isEmpty()
              ? "nothing is tracked here"
              : "`%s` stands beside `%s`".formatted(kinds.getLast(), kinds.getFirst()),
          "write exactly one of %s".formatted(String.join(", ", KINDS)));
      return Optional.empty();
    }
    if (fields.has("proxy")) return ofProxy(fields, holders);
    if (!fields.has("script")) without(fields, Stream.of("user"));
    if (fields.has("apiServer")) return Optional.of(ofApiServer(fields, holders));
    if (fields.has("script"))
      return Optional.of(
          new Track.OfScript(
              fields.required("script"),
              fields.text("user", "root", "the only user that every version of keepalived accepts"),
              timing(fields),
              weight(fields),
              fields.keySpan("script")));
    without(fields, Stream.of("interval", "timeout", "rise", "fall"));
    if (fields.has("process"))
      return Optional.of(
          new Track.OfProcess(
              fields.required("process"), weight(fields), fields.keySpan("process")));
    return Optional.of(
        new Track.OfInterface(
            fields.required("interface"), weight(fields), fields.keySpan("interface")));
  }

  private Optional<Track> ofProxy(Fields fields, List<SpecNode> holders) {
    without(fields, Stream.of("user"));
    Located<String> name = fields.required("proxy");
    Optional<SpecProxy> proxy =
        proxies.stream().filter(p -> p.name().value().equals(name.value())).findFirst();
    if (proxy.isEmpty())
      scope.unknown(name, "proxy", proxies.stream().map(p -> p.name().value()).toList());
    proxy.ifPresent(
        known ->
            holders.stream()
                .filter(holder -> !known.runsOn(holder))
                .findFirst()
                .ifPresent(
                    holder ->
                        elsewhere(name.span(), "the proxy `%s`".formatted(name.value()), holder)));
    if (proxy.filter(known -> known.lvs().isPresent()).isPresent()) {
      fields.report(
          VALUE_WITHOUT_EFFECT,
          name.span(),
          "keepalived itself balances for `%s`: there is no program to ask".formatted(name.value()),
          "remove it, or track an interface or a script");
      return Optional.empty();
    }
    return proxy.map(
        _ -> new Track.OfProxy(name, timing(fields), weight(fields), fields.keySpan("proxy")));
  }

  private Track ofApiServer(Fields fields, List<SpecNode> holders) {
    Span place = fields.keySpan("apiServer");
    holders.stream()
        .filter(holder -> !holder.is(Role.CONTROL_PLANE))
        .findFirst()
        .ifPresent(holder -> elsewhere(place, "an API server", holder));
    return new Track.OfApiServer(timing(fields), weight(fields), place);
  }

  private void elsewhere(Span place, String what, SpecNode holder) {
    scope
        .out()
        .report(
            Diagnostic.of(
                    TRACKED_ELSEWHERE,
                    place,
                    "%s does not run on `%s`, which holds the address"
                        .formatted(what, holder.name().value()))
                .also(holder.name().span(), "this node")
                .help("run it on every holder, or track something else"));
  }

  private static void without(Fields fields, Stream<String> keys) {
    keys.filter(fields::has)
        .forEach(
            key ->
                fields.report(
                    VALUE_WITHOUT_EFFECT,
                    fields.keySpan(key),
                    "`%s` means nothing to this kind of track".formatted(key),
                    "remove it"));
  }

  private Timing timing(Fields fields) {
    return new Timing(
        fields.duration("interval", times, Duration.ofSeconds(2), "cheap enough"),
        fields.duration("timeout", times, Duration.ofSeconds(1), "less than the interval"),
        fields.integer("rise", 2, "one good answer can be luck"),
        fields.integer("fall", 2, "one bad answer can be bad luck"));
  }

  private static Chosen<Weight> weight(Fields fields) {
    boolean fault = fields.text("weight").map(word -> word.value().equals("fault")).orElse(false);
    Optional<Located<Weight>> written =
        fault
            ? fields.text("weight").map(word -> word.map(_ -> new Weight.Fault()))
            : fields.integer("weight").map(points -> points.map(Weight.Points::new));
    written
        .filter(weight -> weight.value().equals(new Weight.Points(0)))
        .ifPresent(
            points ->
                fields.report(
                    UNREADABLE_VALUE,
                    points.span(),
                    "a weight of 0 counts for nothing or for everything, as the program reads it",
                    "write `fault`, or a number that is not 0"));
    return fields.chosen(written, new Weight.Fault(), "a fault always moves the address");
  }
}
