package dev.vipc.check.keepalived;

import com.google.auto.service.AutoService;
import dev.vipc.check.ProgramCheck;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.keyword.Release;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.keepalived.reading.ProgramReader;
import dev.vipc.syntax.keepalived.reading.ReadingFaults;
import dev.vipc.syntax.keepalived.reading.ReadingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code keepalived -t}. Each file is one of its own, since keepalived is given one. */
@AutoService(ProgramCheck.class)
public final class KeepalivedProgramCheck implements ProgramCheck {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** The releases of whose keywords something is known, the oldest first. */
  private static final List<Version> KNOWN =
      Stream.of("2.0", "2.1", "2.2", "2.2.7", "2.2.8", "2.3", "2.4", "2.4.3")
          .map(text -> Version.parse(text).orElseThrow())
          .toList();

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
  public void check(List<SourceFile> files, Version version, Reporter out) {
    for (SourceFile file : files) check(file, version, hostName(), out);
  }

  /**
   * Judges one file.
   *
   * @param configId what its {@code @ID} lines are compared with
   */
  public void check(SourceFile file, Version version, String configId, Reporter out) {
    Included places = new Included(file, out);
    boolean isNew = version.compareTo(new Version(2, 2, 8)) >= 0;
    ProgramReader lines =
        new ProgramReader(
            file, new ReadingRules(configId, isNew, isNew), FileIncludes.around(file), places);
    Refusals refusals = new Refusals(places);
    Reading reading = new Reading(version, refusals);
    Handlers handlers = new Handlers();
    register(handlers, reading);
    Release release = new Release(version.major(), version.minor(), version.patch());
    new BlockReader(
            lines,
            keywords.keepalivedLines(release, places),
            handlers,
            new Builds(refusals),
            places)
        .read();
    if (!places.endedAtOnce()) complete(reading);
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
   * Puts what is found in an included file at the start of the file that was given, and remembers
   * whether an argument is missing, with which keepalived ends at once, or lines are lost: then
   * nothing can be said of the whole.
   */
  private static final class Included implements Reporter {
    private final SourceFile main;
    private final Reporter out;
    private boolean endedAtOnce;

    /** The line of the last quote that is not closed, whose word keepalived drops. */
    private int unterminated;

    Included(SourceFile main, Reporter out) {
      this.main = main;
      this.out = out;
    }

    boolean endedAtOnce() {
      return endedAtOnce;
    }

    @Override
    public void report(Diagnostic found) {
      boolean missing = found.rule().equals(KeywordFindings.MISSING_ARGUMENT);
      endedAtOnce |= missing;
      int line = found.span().startPosition().line();
      if (found.rule().equals(SyntaxFaults.UNTERMINATED_QUOTE)) unterminated = line;
      if (missing && line == unterminated) return;
      endedAtOnce |= found.rule().equals(ReadingFaults.BAD_REPETITION);
      out.report(found.span().file() == main ? found : moved(found));
    }

    private Diagnostic moved(Diagnostic found) {
      String message = "in the included `%s`: %s".formatted(found.span(), found.message());
      List<Label> labels = List.of(new Label(found.span(), "here"));
      return new Diagnostic(
          found.rule(),
          found.severity(),
          message,
          main.startOfFile(),
          labels,
          found.help(),
          found.fix());
    }
  }
}
