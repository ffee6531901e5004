package dev.vipc.check.keepalived;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code vrrp_sync_group}: its keywords, and who is in which. */
final class GroupHandlers {
  private static final String PLACE = "vrrp_sync_group";
  private static final List<String> SCRIPTS =
      List.of("notify", "notify_backup", "notify_fault", "notify_master", "notify_stop");

  private final Reading reading;

  GroupHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.begin(PLACE, this::begin);
    handlers.begin(PLACE + "/group", this::list);
    handlers.entry(PLACE + "/group", line -> current().members.addAll(line.words()));
    handlers.end(PLACE + "/group", this::listEnds);
    handlers.line(PLACE + "/sync_group_tracking_weight", _ -> current().trackingWeight = true);
    handlers.line(PLACE + "/global_tracking", _ -> current().trackingWeight = true);
    for (String script : SCRIPTS) handlers.line(PLACE + "/" + script, line -> script(script, line));
    for (Trackers.Kind kind : Trackers.Kind.values())
      handlers.entry(
          PLACE + "/" + kind.list(),
          line ->
              reading
                  .trackers
                  .entry(kind, line, current().tracks)
                  .ifPresent(current().tracks::add));
  }

  private SyncGroup current() {
    return reading.groups.getLast();
  }

  private void refuse(Span span, String message, String help) {
    reading.refusals.refuse(KeepalivedFindings.SYNC_GROUP, span, message, help);
  }

  private boolean begin(ReadLine head) {
    Word name = Reading.argument(head);
    boolean known =
        reading.groups.stream().anyMatch(group -> group.name.value().equals(name.value()));
    if (known) {
      reading.refusals.refuse(
          KeepalivedFindings.TWICE,
          name.span(),
          "there are two sync groups `%s`, and this one is ignored".formatted(name.value()),
          "give it another name");
      return false;
    }
    reading.groups.add(new SyncGroup(name));
    return true;
  }

  private boolean list(ReadLine head) {
    boolean first = current().members.isEmpty();
    if (!first) current().listRefused = true;
    if (!first)
      reading.refusals.refuse(
          KeepalivedFindings.TWICE,
          head.keywordSpan(),
          "the members of `%s` are listed twice".formatted(current().name.value()),
          "list them in one block");
    current().hasList = true;
    return first;
  }

  private void listEnds(ReadLine head, Span close) {
    if (!current().members.isEmpty()) return;
    current().listRefused = true;
    reading.refusals.refuse(
        KeepalivedFindings.EMPTY,
        close,
        "`group` ends here and lists no virtual router",
        head.keywordSpan(),
        "it begins here",
        "name at least two");
  }

  private void script(String keyword, ReadLine line) {
    if (reading.once(PLACE + " " + current().name.value() + " " + keyword, line))
      reading.scripts.read(line, Scripts.Owner.VRRP);
  }

  /** After the whole file (vrrp_sync_set_group); which group each virtual router is in. */
  Map<Instance, SyncGroup> complete() {
    Map<Instance, SyncGroup> groupOf = new HashMap<>();
    for (SyncGroup group : reading.groups) {
      if (group.members.isEmpty()) empty(group);
      else members(group, groupOf);
    }
    return groupOf;
  }

  private void empty(SyncGroup group) {
    if (!group.listRefused)
      refuse(
          group.name.span(),
          "the sync group `%s` has no `group` block".formatted(group.name.value()),
          "name its virtual routers in `group { ... }`");
  }

  private void members(SyncGroup group, Map<Instance, SyncGroup> groupOf) {
    int members = 0;
    boolean refused = false;
    boolean owners = false;
    boolean others = false;
    for (Word word : group.members) {
      Optional<Instance> instance = find(word);
      if (instance.isEmpty() || groupOf.containsKey(instance.get())) {
        refuse(
            word.span(),
            instance.isEmpty()
                ? "no virtual router `%s` is defined".formatted(word.value())
                : "`%s` is in another sync group already".formatted(word.value()),
            "name virtual routers of this file, each in one group");
        refused = true;
        continue;
      }
      groupOf.put(instance.get(), group);
      members++;
      boolean owner = isOwner(instance.get());
      if (owners && isBackup(instance.get())) mixed(group, word);
      owners |= owner && !others;
      others |= !owner;
    }
    if (members <= 1 && !refused && !group.listRefused)
      refuse(
          group.name.span(),
          "the sync group `%s` has one virtual router only".formatted(group.name.value()),
          "name another one, or remove the group");
  }

  private Optional<Instance> find(Word name) {
    return reading.instances.stream()
        .filter(instance -> instance.name.value().equals(name.value()))
        .findFirst();
  }

  /** The group is judged before a missing priority is made up. */
  private static boolean isOwner(Instance instance) {
    return instance.state.filter(now -> now.value() == Instance.State.MASTER).isPresent()
        && instance.priority.filter(number -> number.value() == 255).isPresent();
  }

  private static boolean isBackup(Instance instance) {
    return instance.state.filter(now -> now.value() == Instance.State.BACKUP).isPresent();
  }

  private void mixed(SyncGroup group, Word member) {
    refuse(
        member.span(),
        "`%s` is BACKUP, and another member of `%s` owns its address"
            .formatted(member.value(), group.name.value()),
        "give all members a priority below 255, or all 255");
  }
}
