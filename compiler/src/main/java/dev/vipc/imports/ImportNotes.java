package dev.vipc.imports;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import java.util.List;

/** What an import says of the lines that did not simply become fields of the spec. */
@AutoService(Documented.class)
public final class ImportNotes implements Documented {
  static final RuleMeta NOT_CARRIED =
      new RuleMeta(
          "IMP001",
          "not-carried-over",
          Severity.INFO,
          """
          A line of an imported file has no place in the spec and is left out.

          The spec says what a setup is for, and build writes the rest anew. A line that neither a \
          field nor `extra` can hold is named here, so that nothing goes unseen.

          Look at the line, and add by hand what you need.
          """);
  static final RuleMeta WITHOUT_EFFECT =
      new RuleMeta(
          "IMP002",
          "no-effect-in-the-file",
          Severity.INFO,
          """
          A line of an imported file did nothing, so the spec does not have it.

          Import writes what the program really does: options that only HTTP mode knows do nothing \
          in TCP mode, a check that a later line replaces is never made, a value out of range is \
          dropped at start, and of a password keepalived compares the first 8 octets.

          Nothing is to be done; the note says what you may have believed to be in force.
          """);
  static final RuleMeta VERBATIM =
      new RuleMeta(
          "IMP003",
          "kept-verbatim",
          Severity.INFO,
          """
          A line of an imported file is kept verbatim under `extra`.

          No field of the spec says it. Build puts it back at the end of its section, unread: vipc \
          does not judge it and does not carry it over to another program.

          Remove it from `extra` where it is not needed.
          """);
  static final RuleMeta GUESSED =
      new RuleMeta(
          "IMP004",
          "guessed-value",
          Severity.INFO,
          """
          The spec needs a value that no imported file states, and import took the likeliest.

          Files name machines in several ways, or not at all, and leave out what a program has a \
          default for. What import concluded from other lines is named here.

          Look at the value in the spec, and correct it where it is wrong.
          """);
  static final RuleMeta WRITTEN_ANEW =
      new RuleMeta(
          "IMP005",
          "written-anew",
          Severity.INFO,
          """
          Build writes this in its own way, whatever the imported file had.

          Names of sections, initial states, mounts and probes of static pods follow from the \
          spec. The note says where the written file will differ.

          Nothing is to be done, unless the file had it for a reason of its own.
          """);

  static final RuleMeta DIFFERS =
      new RuleMeta(
          "IMP006",
          "nodes-differ",
          Severity.WARNING,
          """
          Two imported nodes that do the same work are not set up alike.

          Balancers that stand in for each other are meant to do the same: where a time limit, a \
          server list or a line differs, what clients meet depends on who holds the address. The \
          spec keeps what it can for each node; what a virtual router has to have in common it says \
          once.

          Look whether the difference is meant, and write it once in the spec where it is not.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(NOT_CARRIED, WITHOUT_EFFECT, VERBATIM, GUESSED, WRITTEN_ANEW, DIFFERS);
  }
}
