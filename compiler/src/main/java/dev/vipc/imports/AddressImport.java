package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.DIFFERS;
import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;

import dev.vipc.imports.Routers.Group;
import dev.vipc.imports.Routers.Member;
import dev.vipc.model.IpAddress;
import dev.vipc.model.VirtualRouter;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Virtual routers as virtual addresses of the spec. */
final class AddressImport {
  private static final String VRRP_GROUP = "224.0.0.18";
  private static final int PASSWORD_OCTETS = 8;
  private static final int NEVER_IN_SPEC = 255;
  private static final int STEP = 10;

  private final Machines machines;
  private final TrackImport tracks;
  private final Notes notes;

  AddressImport(Machines machines, TrackImport tracks, Notes notes) {
    this.machines = machines;
    this.tracks = tracks;
    this.notes = notes;
  }

  YamlText address(Group group) {
    Fields vrrp = new Fields().put("routerId", group.vrid());
    int version = same(group, "version", Member::version);
    vrrp.put("version", version);
    vrrp.put("advertisementInterval", Durations.format(interval(group, version)));
    transport(group, vrrp);
    password(group, version, vrrp);
    Map<String, Integer> priorities = priorities(group);
    Fields written = new Fields();
    priorities.forEach(written::put);
    vrrp.put("priorities", written.compact(80));
    preempt(group, vrrp);
    return new Fields()
        .put("name", group.name())
        .put("addresses", YamlText.row(addresses(group)))
        .put("holders", machines.selection(List.copyOf(priorities.keySet())))
        .putIfPresent("interface", iface(machines, group))
        .putIfPresent("together", tracks.together(group))
        .put("vrrp", vrrp)
        .put("track", tracks(group));
  }

  /** The one interface of all holders, where it is not each node's own. */
  static Optional<String> iface(Machines machines, Group group) {
    List<Optional<String>> all =
        group.members().stream().map(m -> m.router().iface().value()).distinct().toList();
    boolean own =
        group.members().stream()
            .allMatch(m -> machines.of(m.node()).iface().equals(m.router().iface().value()));
    return own || all.size() != 1 ? Optional.empty() : all.getFirst();
  }

  /**
   * The holders in order of preference. A peer that no file describes is taken to be less preferred
   * than who starts as master, and more than who starts as backup.
   */
  private Map<String, Integer> priorities(Group group) {
    Map<String, Integer> known = new LinkedHashMap<>();
    group.members().forEach(member -> known.put(nameOf(member), priority(member)));
    boolean backups =
        group.members().stream()
            .allMatch(member -> member.router().state().is(VirtualRouter.InitialState.BACKUP));
    int next = backups ? group.first().priority() : group.members().getLast().priority();
    for (Machine peer : group.peers()) {
      next = Math.clamp(next + (backups ? STEP : -STEP), 1, NEVER_IN_SPEC - 1);
      while (known.containsValue(next) && next > 1 && next < NEVER_IN_SPEC - 1)
        next += backups ? 1 : -1;
      known.put(peer.name(), next);
    }
    Map<String, Integer> ordered = new LinkedHashMap<>();
    known.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(each -> ordered.put(each.getKey(), each.getValue()));
    return ordered;
  }

  private String nameOf(Member member) {
    return machines.of(member.node()).name();
  }

  private List<String> addresses(Group group) {
    same(
        group,
        "virtual_ipaddress",
        m -> addresses(m).map(AddressImport::withPrefix).collect(Collectors.toSet()),
        "every address of some holder");
    Map<IpAddress, VirtualRouter.VirtualAddress> all = new LinkedHashMap<>();
    for (Member member : group.members())
      addresses(member).forEach(known -> all.putIfAbsent(known.address(), known));
    return all.values().stream().map(AddressImport::withPrefix).toList();
  }

  private static Stream<VirtualRouter.VirtualAddress> addresses(Member member) {
    return member.router().addresses().stream().flatMap(address -> address.value().stream());
  }

  private static String withPrefix(VirtualRouter.VirtualAddress address) {
    return address.address() + "/" + address.prefixLength();
  }

  private Duration interval(Group group, int version) {
    Duration written =
        same(
            group,
            "advert_int",
            m -> m.router().advertisementInterval().value().orElse(Duration.ofSeconds(1)));
    if (version != 2 || written.toMillis() % 1000 == 0) return written;
    VirtualRouter first = group.first().router();
    notes.add(
        GUESSED,
        first.advertisementInterval().span().orElse(first.name().span()),
        "VRRP 2 counts whole seconds; the spec has the next one",
        "write `version: 3` for shorter intervals");
    return Duration.ofSeconds(written.toSeconds() + 1);
  }

  private void transport(Group group, Fields vrrp) {
    boolean unicast = same(group, "unicast_peer", m -> m.router().isUnicast());
    vrrp.put("transport", unicast ? "unicast" : "multicast");
    if (unicast) return;
    Optional<String> multicastGroup =
        same(
            group,
            "vrrp_mcast_group4",
            m ->
                m.router()
                    .multicastGroup()
                    .value()
                    .or(() -> m.daemon().multicastGroup4().value())
                    .map(IpAddress::toString));
    vrrp.putIfPresent("multicastGroup", multicastGroup.filter(g -> !g.equals(VRRP_GROUP)));
  }

  private void password(Group group, int version, Fields vrrp) {
    for (Member member : group.members())
      member.router().password().located().ifPresent(text -> notePassword(text, version));
    Optional<String> password =
        same(group, "auth_pass", m -> m.router().password().value().map(AddressImport::cut));
    vrrp.putIfPresent("password", password.filter(_ -> version == 2));
  }

  private void notePassword(Located<String> text, int version) {
    if (version == 2 && !cut(text.value()).equals(text.value()))
      notes.add(
          WITHOUT_EFFECT,
          text.span(),
          "keepalived compares only the first 8 octets of the password");
  }

  private static String cut(String password) {
    byte[] octets = Utf8.encode(password);
    if (octets.length <= PASSWORD_OCTETS) return password;
    return Utf8.decode(Arrays.copyOf(octets, PASSWORD_OCTETS));
  }

  private int priority(Member member) {
    Span place = member.router().prioritySpan();
    if (member.router().priority().isUnset())
      notes.add(
          GUESSED,
          place,
          "no `priority` is written; keepalived takes %d".formatted(member.priority()));
    if (member.priority() < NEVER_IN_SPEC) return member.priority();
    notes.add(GUESSED, place, "priority 255 belongs to the owner of the address; the spec has 254");
    return NEVER_IN_SPEC - 1;
  }

  private void preempt(Group group, Fields vrrp) {
    boolean never = same(group, "nopreempt", m -> m.router().neverPreempts());
    if (never) vrrp.put("preempt", false);
    Duration delay =
        same(group, "preempt_delay", m -> m.router().preemptDelay().value().orElse(Duration.ZERO));
    if (!never && !delay.isZero()) vrrp.put("preemptDelay", Durations.format(delay));
  }

  private YamlText tracks(Group group) {
    List<YamlText> common = same(group, "track_script", m -> tracks.fields(m).distinct().toList());
    return new Items(common.stream().map(track -> track.compact(100)).toList());
  }

  /** What the members agree on; where they do not, the preferred one's, with a note. */
  private <T> T same(Group group, String keyword, Function<Member, T> value) {
    return same(group, keyword, value, "the first one's");
  }

  private <T> T same(Group group, String keyword, Function<Member, T> value, String taken) {
    T first = value.apply(group.first());
    for (Member member : group.members())
      if (!Objects.equals(first, value.apply(member)))
        notes.add(
            DIFFERS,
            placeOf(keyword, member),
            "`%s` is not the same on `%s` and `%s`; the spec has %s"
                .formatted(keyword, nameOf(group.first()), nameOf(member), taken),
            "a spec says it once for all holders");
    return first;
  }

  /** Where a node's file writes it, or else the virtual router's name. */
  private static Span placeOf(String keyword, Member member) {
    Span block = member.router().span();
    Matcher line =
        Pattern.compile("(?m)^\\s*(" + Pattern.quote(keyword) + ")\\b").matcher(block.text());
    return line.find() ? block.part(line.start(1), line.end(1)) : member.router().name().span();
  }

  /** Every address that some member holds, for the check of one against the other. */
  static Stream<IpAddress> held(Group group) {
    return group.members().stream()
        .flatMap(m -> m.router().knownAddresses().stream())
        .map(address -> address.value().address());
  }
}
