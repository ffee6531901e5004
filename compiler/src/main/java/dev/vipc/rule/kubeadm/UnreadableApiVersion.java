package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.convert.kubeadm.ConversionFix;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Api;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** KD001. */
@AutoService(Rule.class)
public final class UnreadableApiVersion implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD001",
              "unreadable-api-version",
              ERROR,
              """
          The kubeadm of this Kubernetes version does not read the file's apiVersion.

          kubeadm reads the current version of its configuration and few older ones, and refuses every other: v1alpha3 up to \
          1.14, v1beta1 up to 1.21, v1beta2 up to 1.26, v1beta3 up to 1.36, v1beta4 from 1.31 on. A guide that was right when \
          it was written stops at `kubeadm init` a few releases later. The version asked for is the stated target, else the \
          `kubernetesVersion` that the files pin (a kubeadm one minor release newer may install it), else the newest \
          Kubernetes that vipc knows; the message says which. Source: kubeadm's changelogs.

          Let `kubeadm config migrate` rewrite the file. It goes one hop at a time, since each release writes one version, so an \
          old file needs the kubeadm of several releases; the help names them. `vipc fmt --to` goes all of the way at once. It is a warning where the version is read with \
          `--allow-experimental-api` only (v1beta4 in 1.28 to 1.30).
          """)
          .withFix();

  /** The minor releases of kubeadm that may read the file, and how that is known. */
  private record Asked(
      int oldest, int newest, String reason, Optional<Span> pinned, boolean known) {
    static Asked exactly(Version version, String reason, boolean known) {
      return new Asked(version.minor(), version.minor(), reason, Optional.empty(), known);
    }
  }

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Cluster> clusters = deployment.clusters();
    Stream<KubeadmFile> members = deployment.all(EtcdMemberFile.class).map(EtcdMemberFile::whole);
    for (KubeadmFile file : Stream.concat(deployment.all(KubeadmFile.class), members).toList()) {
      Optional<Asked> asked = asked(deployment, file, clusters);
      Map<String, Api> first = new LinkedHashMap<>();
      for (Api api : file.apis()) first.putIfAbsent(api.version().value(), api);
      for (Api api : first.values()) asked.ifPresent(version -> judge(file, api, version, out));
    }
  }

  /** Absent where a version is pinned by a text that has no value here. */
  private static Optional<Asked> asked(
      Deployment deployment, KubeadmFile file, List<Cluster> clusters) {
    Optional<Version> target = deployment.targets().statedFor("kubernetes");
    if (target.isPresent())
      return Optional.of(Asked.exactly(target.get(), "the Kubernetes that was stated", true));
    Optional<Setting<String>> written = written(file, clusters);
    if (written.filter(Setting::isUnknown).isPresent()) return Optional.empty();
    return written
        .flatMap(version -> version.located())
        .flatMap(text -> KubernetesVersion.pinned(text.value()).map(v -> pinned(v, text.span())))
        .or(() -> Optional.of(newest(deployment)));
  }

  private static Asked pinned(Version version, Span place) {
    return new Asked(
        version.minor(),
        version.minor() + 1,
        "the Kubernetes that is pinned",
        Optional.of(place),
        true);
  }

  private static Asked newest(Deployment deployment) {
    return Asked.exactly(
        deployment.targets().versionFor("kubernetes"),
        "the newest Kubernetes known here, since none is pinned",
        false);
  }

  /** The kubernetesVersion of this file, else of any other. */
  private static Optional<Setting<String>> written(KubeadmFile file, List<Cluster> clusters) {
    return Stream.concat(file.clusters().stream(), clusters.stream())
        .map(Cluster::kubernetesVersion)
        .filter(version -> !version.isUnset())
        .findFirst();
  }

  private static void judge(KubeadmFile file, Api api, Asked asked, Reporter out) {
    String word = api.version().value();
    Optional<KubeadmVersion> known = KubeadmVersion.of(word);
    if (known.isEmpty()) {
      if (!word.equals("v1")) out.report(unknown(api, asked));
      return;
    }
    KubeadmVersion version = known.get();
    if (version.isReadBy(asked.oldest()) || version.isReadBy(asked.newest())) return;
    Diagnostic found =
        Diagnostic.of(
                META,
                api.version().span(),
                "kubeadm 1.%d does not read `%s`, which kubeadm %s read (%s)"
                    .formatted(asked.oldest(), word, version.readers(), asked.reason()))
            .help(help(version, asked))
            .as(version.isExperimentalFor(asked.newest()) ? WARNING : ERROR);
    Diagnostic placed = asked.pinned().map(span -> found.also(span, "pinned here")).orElse(found);
    out.report(cure(version, asked, file).map(placed::fix).orElse(placed));
  }

  /** Forward only, to a version that every release asked for reads. */
  private static Optional<Fix> cure(KubeadmVersion version, Asked asked, KubeadmFile file) {
    KubeadmVersion target = KubeadmVersion.newestFor(asked.oldest());
    return version.compareTo(target) < 0
        ? ConversionFix.to(target, file.file(), asked.known())
        : Optional.empty();
  }

  private static String help(KubeadmVersion version, Asked asked) {
    if (version.isExperimentalFor(asked.newest()))
      return "write %s, or pass `--allow-experimental-api`"
          .formatted(KubeadmVersion.newestFor(asked.newest()));
    List<String> hops = version.hopsTo(asked.newest());
    return hops.isEmpty()
        ? "write %s".formatted(KubeadmVersion.newestFor(asked.newest()))
        : "carry it over with `kubeadm config migrate`: " + String.join(", then ", hops);
  }

  private static Diagnostic unknown(Api api, Asked asked) {
    return Diagnostic.of(
            META, api.version().span(), "no kubeadm reads `%s`".formatted(api.version().value()))
        .help(
            "kubeadm 1.%d reads %s"
                .formatted(asked.oldest(), KubeadmVersion.newestFor(asked.oldest())));
  }
}
