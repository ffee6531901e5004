package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KubeVipName;
import dev.vipc.keyword.KubeVipTable;
import dev.vipc.keyword.NearestWord;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.KubeVipPod;
import dev.vipc.model.KubeVipSettings.Origin;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** KV009. */
@AutoService(Rule.class)
public final class SettingNotInRelease extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV009",
              "setting-not-in-this-release",
              WARNING,
              """
              A variable or a flag is none of this release of kube-vip.

              kube-vip ignores a variable that it does not know, so the setting has no effect: `vip_cidr` went with 0.9.0 (`vip_subnet` took its
              place), `bgp_source_if` became `bgp_sourceif` with 0.4.2. Manifests are copied from one release to the next, and nothing says so
              (kube-vip issues 885, 891 and 1132). An unknown flag, and the command `manager` before 0.3.0, are worse: kube-vip ends, which is an error.

              The release is the stated target, or without one the image's tag. Without either, only names are reported that no release knows and that
              begin as kube-vip's do. A variable that says `false`, nothing, or what happens anyway is no finding or an info.

              Write the name that the release reads.
              """)
          .withFix();

  private static final Pattern OWN =
      Pattern.compile("(?:vip|svc|cp|bgp|lb|zebra|mpbgp|egress|dhcp)_[a-zA-Z_]+");

  private static final Version MANAGER = new Version(0, 3, 0);

  public SettingNotInRelease() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (kubeVip.form() == Form.RAFT_FILE || kubeVip.form() == Form.CONFIG_FILE) return;
    Optional<Version> release = release(kubeVip, deployment);
    subcommand(kubeVip, release).ifPresent(out::report);
    for (Written written : kubeVip.settings().written())
      (written.origin() == Origin.FLAG
              ? flag(written, release)
              : variable(kubeVip, written, release))
          .ifPresent(out::report);
  }

  private static Optional<Diagnostic> subcommand(KubeVip kubeVip, Optional<Version> release) {
    if (release.isEmpty() || release.get().compareTo(MANAGER) >= 0) return Optional.empty();
    return kubeVip
        .pod()
        .flatMap(KubeVipPod::subcommand)
        .filter(word -> word.value().equals("manager"))
        .map(
            word ->
                Diagnostic.of(
                        META,
                        word.span(),
                        "kube-vip %s has no command `manager`: %s is the first that does"
                            .formatted(release.get(), MANAGER))
                    .as(ERROR)
                    .help("take a release that has it"));
  }

  private static Optional<Diagnostic> flag(Written written, Optional<Version> release) {
    String name = written.name().value();
    Optional<KubeVipName> row = KubeVipTable.get().flag(name);
    if (name.equals("help") || !name.matches("[A-Za-z-]+")) return Optional.empty();
    if (row.isEmpty())
      return Optional.of(unknown(written, names(KubeVipTable.get().flags()), "flag").as(ERROR));
    return release
        .filter(version -> !row.get().isKnownAt(known(version)))
        .map(version -> otherRelease(written, row.get(), version, "flag").as(ERROR));
  }

  private static Optional<Diagnostic> variable(
      KubeVip kubeVip, Written written, Optional<Version> release) {
    String name = written.name().value();
    Optional<KubeVipName> row = KubeVipTable.get().variable(name);
    if (written.value().isUnset() || written.value().is("false")) return Optional.empty();
    if (row.isEmpty())
      return OWN.matcher(name).matches() || name.equals("annotations")
          ? Optional.of(unknown(written, names(KubeVipTable.get().variables()), "variable"))
          : Optional.empty();
    return release
        .filter(version -> !row.get().isKnownAt(known(version)))
        .map(version -> otherRelease(written, row.get(), version, "variable"))
        .map(found -> isWhatHappensAnyway(kubeVip, written) ? found.as(INFO) : found);
  }

  /** Without a length, kube-vip gives an address the length of its family. */
  private static boolean isWhatHappensAnyway(KubeVip kubeVip, Written written) {
    boolean length = written.means().equals("vip_cidr") || written.means().equals("vip_subnet");
    return length
        && written.value().is("32")
        && !kubeVip.settings().text("address").isUnset()
        && kubeVip.virtualAddresses().noneMatch(address -> address.value().isV6());
  }

  private static List<String> names(Collection<KubeVipName> rows) {
    return rows.stream().map(KubeVipName::name).toList();
  }

  private static Diagnostic unknown(Written written, List<String> known, String what) {
    String name = written.name().value();
    Diagnostic found =
        Diagnostic.of(
            META, written.name().span(), "`%s` is no %s of kube-vip".formatted(name, what));
    return NearestWord.of(name, known)
        .map(near -> found.help("write `%s`".formatted(near)))
        .orElseGet(
            () -> found.help("delete it, or look its name up in the release's documentation"));
  }

  private static Diagnostic otherRelease(
      Written written, KubeVipName row, Version version, String what) {
    String when =
        row.isGoneAt(known(version))
            ? "%s was the last that did".formatted(row.last().orElseThrow())
            : "%s is the first that does".formatted(row.since().orElseThrow());
    Diagnostic found =
        Diagnostic.of(
            META,
            written.name().span(),
            "kube-vip %s does not read the %s `%s`: %s"
                .formatted(version, what, written.name().value(), when));
    return instead(row, version)
        .map(
            name ->
                found
                    .help("write `%s`".formatted(name))
                    .fix(Fix.replace(written.name().span(), name, "take the name that is read")))
        .orElseGet(() -> found.help("delete it, or take a release that reads it"));
  }

  private static Optional<String> instead(KubeVipName row, Version version) {
    KubeVipTable table = KubeVipTable.get();
    return Optional.of(row.instead())
        .filter(name -> !name.isEmpty())
        .filter(
            name ->
                (row.flag() ? table.flag(name) : table.variable(name))
                    .filter(other -> other.isKnownAt(known(version)))
                    .isPresent());
  }
}
