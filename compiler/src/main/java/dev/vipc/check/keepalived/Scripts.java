package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.rule.vrrp.ScriptUser;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import dev.vipc.syntax.keepalived.reading.WordSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that keepalived runs, and whether it may. */
final class Scripts {
  private final OnMachine machine;
  private final Refusals refusals;
  private final List<Span> ofVrrp = new ArrayList<>();
  private final List<Span> ofChecks = new ArrayList<>();
  private final List<Span> ofDaemon = new ArrayList<>();
  private boolean unterminated;

  Scripts(OnMachine machine, Refusals refusals) {
    this.machine = machine;
    this.refusals = refusals;
  }

  /** Whose configuration names a script, and so who looks at it. */
  enum Owner {
    VRRP,
    CHECKS,
    /** The vrrp and the checker process both. */
    BOTH,
    DAEMON
  }

  /**
   * The program that a line names, without its arguments; absent where keepalived finds none. What
   * stands behind it on the line is a user and a group, which are taken as present.
   */
  Optional<Word> read(ReadLine line, Owner owner) {
    unterminated = false;
    Optional<List<Word>> words = split(line);
    if (words.isEmpty() || words.get().size() < 2) return Optional.empty();
    Optional<List<Word>> arguments = WordSplitter.escaped(words.get().get(1));
    if (arguments.isEmpty()) unterminated(words.get().get(1).span());
    if (arguments.isEmpty() || arguments.get().isEmpty()) return Optional.empty();
    if (words.get().size() > 2) user(words.get().get(2));
    Word program = arguments.get().getFirst();
    if (!writesToFile(program.value())) {
      machine.needsScript(program);
      use(program.span(), owner);
    }
    return Optional.of(program);
  }

  private Optional<List<Word>> split(ReadLine line) {
    Optional<List<Word>> words = WordSplitter.escaped(line.text());
    if (words.isEmpty() && !line.text().text().endsWith("\\")) unterminated(line.span());
    return words;
  }

  /** Whether the last line that was read has a quote which is not closed. */
  boolean lastIsUnterminated() {
    return unterminated;
  }

  private void unterminated(Span span) {
    unterminated = true;
    refusals.refuse(
        SyntaxFaults.UNTERMINATED_QUOTE,
        span,
        "a quote of this command is not closed",
        "close it, or write `\\` before a quote that is meant as a character");
  }

  /** {@code < /path} is no program (notify.c, check_script_secure). */
  private static boolean writesToFile(String program) {
    return program.startsWith("<") && program.substring(1).stripLeading().startsWith("/");
  }

  void user(Word name) {
    machine.needsUser(name);
  }

  private static Diagnostic insecure(Span script) {
    Diagnostic found =
        Diagnostic.of(ScriptUser.META, script, "a script is run without `enable_script_security`")
            .help("write `enable_script_security` and `script_user USER` in global_defs");
    return ScriptUser.fix(script.file()).map(found::fix).orElse(found);
  }

  private void use(Span span, Owner owner) {
    switch (owner) {
      case VRRP -> ofVrrp.add(span);
      case CHECKS -> ofChecks.add(span);
      case DAEMON -> ofDaemon.add(span);
      case BOTH -> {
        ofVrrp.add(span);
        ofChecks.add(span);
      }
    }
  }

  /**
   * Refuses scripts without script security; keepalived looks at those of a process only where it
   * has something to do.
   */
  void check(boolean security, boolean hasRouters, boolean hasServers) {
    List<Span> looked =
        Stream.of(
                ofDaemon.stream(),
                hasRouters ? ofVrrp.stream() : Stream.<Span>empty(),
                hasServers ? ofChecks.stream() : Stream.<Span>empty())
            .flatMap(spans -> spans)
            .toList();
    if (looked.isEmpty()) return;
    Span first = looked.getFirst();
    if (!machine.knowsFiles())
      refusals.assume(
          KeepalivedFindings.MACHINE, first, "scripts must exist and be executable on the machine");
    if (!security) refusals.refuse(insecure(first));
  }
}
