package dev.vipc.check.keepalived;

import dev.vipc.model.Machine;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a file needs of the machine: held against what is stated of that, and else taken as present,
 * which is said once for each kind.
 */
final class OnMachine {
  private final Machine machine;
  private final Refusals refusals;
  private final List<Word> interfaces = new ArrayList<>();

  OnMachine(Machine machine, Refusals refusals) {
    this.machine = machine;
    this.refusals = refusals;
  }

  /** An interface that must be there, unless the file says that interfaces come and go. */
  void needsInterface(Word name) {
    if (!Refusals.isUnknown(name.value())) interfaces.add(name);
  }

  void needsUser(Word name) {
    if (Refusals.isUnknown(name.value())) return;
    if (machine.users().isEmpty())
      refusals.assume(
          KeepalivedFindings.MACHINE,
          name.span(),
          "the user `%s` must exist on the machine".formatted(name.value()));
    else if (!has(machine.users(), name.value())) missing(name.span(), "user", name.value());
  }

  /** A program that keepalived runs; without a slash it is looked up in PATH. */
  void needsScript(Word program) {
    String path = program.value();
    boolean judged = machine.files().isPresent() && path.startsWith("/");
    if (judged && !Refusals.isUnknown(path) && !has(machine.files(), path))
      missing(program.span(), "script", path);
  }

  boolean knowsFiles() {
    return machine.files().isPresent();
  }

  /** All is read. */
  void end(boolean interfacesComeAndGo) {
    if (interfacesComeAndGo || interfaces.isEmpty()) return;
    if (machine.interfaces().isEmpty()) assumeInterfaces();
    for (Word name : interfaces)
      if (machine.interfaces().isPresent() && !has(machine.interfaces(), name.value()))
        missing(name.span(), "interface", name.value());
  }

  private void assumeInterfaces() {
    Set<String> names =
        interfaces.stream().map(Word::value).collect(Collectors.toCollection(LinkedHashSet::new));
    refusals.assume(
        KeepalivedFindings.MACHINE,
        interfaces.getFirst().span(),
        "interfaces must exist on the machine: `%s`".formatted(String.join("`, `", names)));
  }

  private void missing(Span place, String kind, String name) {
    refusals.refuse(
        KeepalivedFindings.MISSING,
        place,
        "the machine has no %s `%s`".formatted(kind, name),
        "write the name of one that is there, or add it to `hosts` of .vipc.yaml");
  }

  private static boolean has(Optional<Set<String>> names, String name) {
    return names.filter(all -> all.contains(name)).isPresent();
  }
}
