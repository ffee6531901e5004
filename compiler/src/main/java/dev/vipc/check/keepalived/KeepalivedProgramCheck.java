package dev.vipc.check.keepalived;

import dev.vipc.check.Conditions;
import dev.vipc.check.ProgramCheck;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.keyword.Release;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.keepalived.reading.Includes;
import dev.vipc.syntax.keepalived.reading.ProgramReader;
import dev.vipc.syntax.keepalived.reading.ReadingFaults;
import dev.vipc.syntax.keepalived.reading.ReadingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code keepalived -t}. Each file is one of its own, since keepalived is given one. */
public final class KeepalivedProgramCheck implements ProgramCheck {
  private static final Pattern OF_SOME_HOSTS =
      Pattern.compile("(?m)^[ \\t]*(?<mark>@\\^?[^\\s^]+)[ \\t]");

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** The releases of whose keywords something is known, the oldest first. */
  private static final List<Version> KNOWN =
      List.of(
          new Version(2, 0, 0),
          new Version(2, 1, 0),
          new Version(2, 2, 0),
          new Version(2, 2, 7),
          new Version(2, 2, 8),
          new Version(2, 3, 0),
          new Version(2, 4, 0),
          new Version(2, 4, 3));

  private static final Set<Version> MEASURED = Set.of(new Version(2, 2, 7), new Version(2, 4, 3));

  /** A line of versions means the newest release of it that is known. */
  private static final Map<Version, Version> NEWEST =
      Map.of(
          new Version(2, 2, 0), new Version(2, 2, 7), new Version(2, 4, 0), new Version(2, 4, 3));

  private final KeywordCheck keywords = new KeywordCheck();

  @Override
  public String program() {
    return "keepalived";
  }

  @Override
  public Target target(Version stated) {
    Version nearest = KNOWN.getFirst();
    for (Version version : KNOWN) if (version.compareTo(stated) <= 0) nearest = version;
    if (nearest.equals(stated)) nearest = NEWEST.getOrDefault(nearest, nearest);
    return new Target(nearest, MEASURED.contains(nearest) && sameLine(nearest, stated));
  }

  private static boolean sameLine(Version one, Version other) {
    return one.major() == other.major() && one.minor() == other.minor();
  }

  @Override
  public Set<String> buildOptions() {
    return Builds.KNOWN;
  }

  @Override
  public boolean takesSeveralFiles() {
    return false;
  }

  @Override
  public boolean hasConfigId() {
    return true;
  }

  @Override
  public void check(List<SourceFile> files, Conditions conditions, Reporter out) {
    for (SourceFile file : files) check(file, conditions, out);
  }

  /** Judges one file, with those that it includes. */
  public void check(SourceFile file, Conditions conditions, Reporter out) {
    check(file, conditions, FileIncludes.around(file), out);
  }

  /** Judges one file, with those that the includes find. */
  void check(SourceFile file, Conditions conditions, Includes includes, Reporter out) {
    Version version = conditions.version();
    String configId = conditions.configId().orElseGet(KeepalivedProgramCheck::hostName);
    Whole places = new Whole(out);
    boolean isNew = version.compareTo(new Version(2, 2, 8)) >= 0;
    ProgramReader lines =
        new ProgramReader(file, new ReadingRules(configId, isNew, isNew), includes, places);
    Refusals refusals = new Refusals(places);
    if (conditions.configId().isEmpty()) assumeHost(file, configId, refusals);
    Reading reading = new Reading(version, conditions.machine(), refusals);
    Handlers handlers = new Handlers();
    register(handlers, reading);
    Release release = version.release();
    new BlockReader(
            lines,
            keywords.keepalivedLines(release, places),
            handlers,
            new Builds(conditions.build(), refusals),
            places)
        .read();
    if (!places.endedAtOnce()) complete(reading);
  }

  /** Says where the verdict rests on the name of the machine that makes it. */
  private static void assumeHost(SourceFile file, String configId, Refusals refusals) {
    Matcher line = OF_SOME_HOSTS.matcher(file.text());
    if (line.find())
      refusals.assume(
          KeepalivedFindings.MACHINE,
          file.span(line.start("mark"), line.end("mark")),
          "the config id is this machine's name, `%s`, unless --config-id states another"
              .formatted(configId));
  }

  private static void register(Handlers handlers, Reading reading) {
    new GlobalHandlers(reading).register(handlers);
    new RootHandlers(reading).register(handlers);
    new TrackedHandlers(reading).register(handlers);
    new BfdHandlers(reading).register(handlers);
    new InstanceHandlers(reading).register(handlers);
    new InstanceAddresses(reading).register(handlers);
    new VmacHandlers(reading).register(handlers);
    new GroupHandlers(reading).register(handlers);
    new ServerGroupHandlers(reading).register(handlers);
    new ServerHandlers(reading).register(handlers);
    new CheckerHandlers(reading).register(handlers);
  }

  private static void complete(Reading reading) {
    reading.machine.end(reading.globals.dynamicInterfaces);
    reading.trackers.checkReferences();
    reading.scripts.check(
        reading.globals.scriptSecurity, !reading.instances.isEmpty(), !reading.servers.isEmpty());
    var groupOf = new GroupHandlers(reading).complete();
    for (Instance instance : reading.instances) new InstanceCompletion(reading, instance).check();
    new Weights(reading, groupOf).check();
    new VridConflicts(reading).check();
    for (VirtualServer server : reading.servers) new ServerCompletion(reading, server).check();
  }

  /** Up to its first dot, as keepalived takes it for its config id. */
  private static String hostName() {
    try {
      String name = Files.readString(HOST_NAME).strip();
      int dot = name.indexOf('.');
      return dot < 0 ? name : name.substring(0, dot);
    } catch (IOException _) {
      return "";
    }
  }

  /**
   * Remembers whether an argument is missing, with which keepalived ends at once, or lines are
   * lost: then nothing can be said of the whole.
   */
  private static final class Whole implements Reporter {
    private final Reporter out;
    private boolean endedAtOnce;

    /** The line of the last quote that is not closed, whose word keepalived drops. */
    private Optional<Span> unterminated = Optional.empty();

    Whole(Reporter out) {
      this.out = out;
    }

    boolean endedAtOnce() {
      return endedAtOnce;
    }

    @Override
    public void report(Diagnostic found) {
      boolean missing = found.rule().equals(KeywordFindings.MISSING_ARGUMENT);
      endedAtOnce |= missing;
      Span place = found.span();
      if (found.rule().equals(SyntaxFaults.UNTERMINATED_QUOTE)) unterminated = Optional.of(place);
      if (missing && unterminated.filter(quote -> isOnOneLine(quote, place)).isPresent()) return;
      endedAtOnce |= found.rule().equals(ReadingFaults.BAD_REPETITION);
      out.report(found);
    }

    private static boolean isOnOneLine(Span one, Span other) {
      return one.file() == other.file()
          && one.startPosition().line() == other.startPosition().line();
    }
  }
}
