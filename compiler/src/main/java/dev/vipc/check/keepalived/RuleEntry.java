package dev.vipc.check.keepalived;

import dev.vipc.check.keepalived.OptionCursor.Dropped;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An entry of {@code static_rules} and {@code virtual_rules}: selectors and one action (alloc_rule
 * of vrrp_iprule.c).
 */
final class RuleEntry {
  private static final long MAX_U32 = 0xffffffffL;
  private static final Set<String> ACTIONS = Set.of("blackhole", "unreachable", "prohibit");
  private static final Pattern MARK =
      Pattern.compile("(0[xX][0-9a-fA-F]{1,8}|\\d{1,10})(/(0[xX][0-9a-fA-F]{1,8}|\\d{1,10}))?");
  private static final Pattern RANGE = Pattern.compile("\\d{1,10}-\\d{1,10}.*");

  private final Reading reading;
  private final ReadLine line;
  private final boolean isStatic;
  private final OptionCursor words;
  private Optional<Word> action = Optional.empty();
  private Optional<Word> ofTable = Optional.empty();
  private OptionalLong preference = OptionalLong.empty();
  private OptionalLong target = OptionalLong.empty();
  private Optional<Word> protocol = Optional.empty();
  private boolean toTable;
  private boolean l3mdev;
  private boolean untracked;
  private boolean hasInput;
  private Optional<Word> group = Optional.empty();

  RuleEntry(Reading reading, ReadLine line, boolean isStatic) {
    this.reading = reading;
    this.line = line;
    this.isStatic = isStatic;
    this.words = new OptionCursor(reading, KeepalivedFindings.RULE, line);
  }

  void read() {
    try {
      while (words.hasNext()) option(words.next());
      complete();
    } catch (Dropped _) {
      // What is wrong with the line is said already.
    }
  }

  private void option(Word word) throws Dropped {
    switch (word.value()) {
      case "inet", "inet6" -> {
        words.family(word, word.is("inet6"));
        if (words.hasNext()) words.next();
      }
      case "from", "to" -> words.destination(words.value());
      case "table", "lookup" -> table(word);
      case "not" -> {}
      case "preference", "order", "priority" ->
          preference = OptionalLong.of(words.anyBase(words.value(), "a preference"));
      case "tos", "dsfield" -> words.named(words.value(), 255, "the TOS");
      case "fwmark" -> mark(words.value());
      case "realms" -> {
        words.named(words.value(), MAX_U32, "the realm");
        words.family(word, false);
        ofTable = Optional.of(word);
      }
      case "suppress_prefixlength", "sup_pl" -> {
        words.whole(words.value(), Integer.MAX_VALUE, word.value());
        ofTable = Optional.of(word);
      }
      case "suppress_ifgroup", "sup_group" -> {
        words.named(words.value(), Integer.MAX_VALUE, "the group");
        ofTable = Optional.of(word);
      }
      case "dev", "iif" -> {
        words.value();
        hasInput = true;
      }
      case "oif" -> words.value();
      case "no_track" -> untracked = true;
      case "l3mdev" -> {
        act(word);
        l3mdev = true;
        toTable = true;
      }
      default -> more(word);
    }
  }

  private void more(Word word) throws Dropped {
    switch (word.value()) {
      case "tunnel-id" -> words.whole(words.value(), Long.MAX_VALUE, word.value());
      case "uidrange" -> range(word, words.value());
      case "protocol" -> protocol(words.value());
      case "ipproto" -> words.named(words.value(), 255, "the protocol");
      case "sport", "dport" -> ports(word, words.value());
      case "track_group" -> trackGroup(word);
      case "type" -> action(words.value());
      default -> action(word);
    }
  }

  private void table(Word word) throws Dropped {
    Word value = words.value();
    if (value.is("0")) throw words.drop(value, "table 0 is none", "write another table");
    words.named(value, MAX_U32, "the table");
    act(word);
    toTable = true;
  }

  private void act(Word word) throws Dropped {
    if (action.isPresent())
      throw words.drop(
          word,
          "a rule has one action, and `%s` is a second one".formatted(word.value()),
          "keep one of table, goto, nop, l3mdev, blackhole, prohibit, unreachable");
    action = Optional.of(word);
  }

  private void action(Word word) throws Dropped {
    if (word.is("goto"))
      target = OptionalLong.of(words.anyBase(words.value(), "the target of `goto`"));
    else if (!word.is("nop") && !ACTIONS.contains(word.value()))
      throw words.drop(
          word,
          "`%s` is no option of a rule".formatted(word.value()),
          "write an option of `ip rule`");
    act(word);
  }

  private void mark(Word value) throws Dropped {
    if (!MARK.matcher(value.value().strip()).matches())
      throw words.drop(value, "`%s` is no mark".formatted(value.value()), "write N or N/MASK");
  }

  private void range(Word word, Word value) throws Dropped {
    if (!RANGE.matcher(value.value()).matches())
      throw words.drop(
          value, "`%s` is no range".formatted(value.value()), word.value() + " takes N-M");
  }

  /** A single port is refused too: up to 2.2.7 by a mistake in the program. */
  private void ports(Word word, Word value) {
    boolean single = reading.isNew() && value.value().matches("\\d{1,5}");
    if (!single && !RANGE.matcher(value.value()).matches())
      words.say(
          value,
          "`%s` is no range of ports".formatted(value.value()),
          "write `%s %s-%s`".formatted(word.value(), value.value(), value.value()));
  }

  private void protocol(Word value) {
    if (reading.numbers.whole(value, 0, 255, "`protocol`").isPresent())
      protocol = Optional.of(value);
  }

  private void trackGroup(Word word) throws Dropped {
    if (!isStatic) throw words.drop(word, "`track_group` is for static rules only", "remove it");
    Word name = words.value();
    group = Optional.of(name);
    if (!reading.globals.trackGroups.contains(name.value()))
      words.say(
          name, "no track_group `%s` stands above".formatted(name.value()), "define it above");
  }

  private void complete() throws Dropped {
    Word first = line.words().getFirst();
    if (target.isPresent() && target.getAsLong() <= preference.orElse(Long.MAX_VALUE))
      throw words.drop(
          first, "the target of `goto` is not behind the rule", "write a larger target");
    if (action.isEmpty())
      throw words.drop(first, "the rule has no action", "write `table N`, or another action");
    if (!toTable && ofTable.isPresent())
      throw words.drop(
          ofTable.get(),
          "`%s` is for rules with a table only".formatted(ofTable.get().value()),
          "write `table N`, or remove it");
    if (!untracked && !l3mdev)
      protocol
          .filter(word -> !word.is("18"))
          .ifPresent(
              word ->
                  words.say(
                      word, "a tracked rule has keepalived's own protocol", "write `no_track`"));
    if (!hasInput)
      group.ifPresent(
          word -> words.say(word, "a rule of a track_group has an interface", "write `iif IF`"));
    if (preference.isEmpty())
      words.say(
          first,
          "the rule has no preference",
          "write `preference N`, before that of `main`, 32766");
  }
}
