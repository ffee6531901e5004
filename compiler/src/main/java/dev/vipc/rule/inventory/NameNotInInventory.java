package dev.vipc.rule.inventory;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Inventory;
import dev.vipc.model.Inventory.Entry;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** INV001. */
@AutoService(Rule.class)
public final class NameNotInInventory implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "INV001",
          "name-not-in-inventory",
          ERROR,
          """
          A configuration names a machine that the host list or inventory does not have.

          One letter is enough: etcd looks for its peer under a name that nobody resolves, a certificate is made for a host that \
          does not exist, and each file looks right by itself. A name that is two letters or fewer away from one in the list, \
          with the same digits or the same address, is taken for a typing error in one of the two. Without a host list or an \
          inventory nothing is said. Source: a published guide whose list says `ndde-182` and whose files say `node-182`.

          Write the name alike in the list and in the files. It is a warning for a name that is like none in the list, where \
          the list has the other machines of the same kind.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Entry> declared = Inventory.of(deployment).declared();
    if (declared.isEmpty()) return;
    DeclaredNames names = new DeclaredNames(declared);
    Map<String, List<UsedName>> used = UsedName.in(deployment);
    boolean speaksOfThese =
        used.entrySet().stream().anyMatch(e -> isNode(e.getValue()) && names.has(e.getKey()));
    used.forEach(
        (name, uses) -> {
          if (names.has(name)) return;
          Optional<Entry> meant =
              uses.stream().flatMap(use -> names.nearest(use).stream()).findFirst();
          if (meant.isPresent()) out.report(typingError(uses, meant.get()));
          else if (isNode(uses) && speaksOfThese) out.report(missing(uses));
        });
  }

  private static boolean isNode(List<UsedName> uses) {
    return uses.stream().anyMatch(UsedName::surelyNode);
  }

  private static Diagnostic typingError(List<UsedName> uses, Entry meant) {
    UsedName first = uses.getFirst();
    Located<String> listed = meant.name().orElseThrow();
    Diagnostic found =
        Diagnostic.of(
                META,
                first.name().span(),
                "`%s` is not in the inventory, which has `%s`"
                    .formatted(first.name().value(), listed.value()))
            .also(listed.span(), "the inventory's name for %s".formatted(meant.address().value()))
            .help("one of the two is a typing error; write the same name in both");
    return withOtherUses(found, uses);
  }

  private static Diagnostic missing(List<UsedName> uses) {
    UsedName first = uses.getFirst();
    Diagnostic found =
        Diagnostic.of(
                META,
                first.name().span(),
                "`%s` is not in the inventory".formatted(first.name().value()))
            .as(WARNING)
            .help("add it to the inventory, or correct the name");
    return withOtherUses(found, uses);
  }

  /** The first use in each other file. */
  private static Diagnostic withOtherUses(Diagnostic found, List<UsedName> uses) {
    Diagnostic labelled = found;
    String file = found.span().file().path();
    for (UsedName use : uses) {
      String other = use.name().span().file().path();
      if (!other.equals(file)) labelled = labelled.also(use.name().span(), "used here too");
      file = other;
    }
    return labelled;
  }
}
