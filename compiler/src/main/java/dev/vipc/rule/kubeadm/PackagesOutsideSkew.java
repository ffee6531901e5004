package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Word;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** KD015. */
@AutoService(Rule.class)
public final class PackagesOutsideSkew implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD015",
          "packages-outside-skew",
          ERROR,
          """
              A script installs a kubeadm or a kubelet that does not go with the `kubernetesVersion` of the files.

              kubeadm installs its own minor release or the one before and refuses every other; a kubelet may be older than the API server \
              by three minor releases (two before 1.28), never newer. Guides pin the packages in one place and the cluster in another, and \
              the second is forgotten. It is asked where the scripts install one version only: an upgrade's script installs several. What \
              a stated kubeadm refuses by itself stands under another code. Source: Kubernetes' page "Version Skew Policy".

              Install the packages of the release that `kubernetesVersion` names.
              """);
  private static final Set<String> INSTALLERS =
      Set.of("apt", "apt-get", "yum", "dnf", "zypper", "tdnf");
  private static final Pattern PACKAGE =
      Pattern.compile("(kubeadm|kubelet)[=-](?:\\d+:)?(1\\.\\d+(?:\\.\\d+)?)(?:-.*|\\*|\\.\\*)?");

  private record Installed(String name, Version version, Word word) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Installed> packages =
        deployment
            .all(SetupScript.class)
            .flatMap(script -> script.commands().stream())
            .filter(command -> INSTALLERS.contains(command.program()) && command.has("install"))
            .flatMap(command -> command.words().stream())
            .flatMap(PackagesOutsideSkew::parse)
            .toList();
    for (String name : List.of("kubeadm", "kubelet")) {
      List<Installed> same = packages.stream().filter(p -> p.name().equals(name)).toList();
      boolean one = same.stream().map(p -> p.version().minor()).distinct().count() == 1;
      if (one) judge(same.getFirst(), deployment, out);
    }
  }

  private static Stream<Installed> parse(Word word) {
    Matcher m = PACKAGE.matcher(word.text());
    return m.matches()
        ? Version.parse(m.group(2)).stream().map(v -> new Installed(m.group(1), v, word))
        : Stream.empty();
  }

  private static void judge(Installed installed, Deployment deployment, Reporter out) {
    List<Located<String>> releases =
        deployment.clusters().stream()
            .flatMap(cluster -> cluster.kubernetesVersion().located().stream())
            .filter(text -> Version.parse(text.value()).isPresent())
            .toList();
    boolean none =
        releases.stream()
            .flatMap(text -> Version.parse(text.value()).stream())
            .noneMatch(version -> goes(installed, version));
    if (none && !releases.isEmpty()) out.report(found(installed, releases.getFirst()));
  }

  private static boolean goes(Installed installed, Version cluster) {
    int ahead = installed.version().minor() - cluster.minor();
    if (installed.name().equals("kubeadm")) return ahead == 0 || ahead == 1;
    return ahead <= 0 && ahead >= (cluster.atLeast(1, 28) ? -3 : -2);
  }

  private static Diagnostic found(Installed installed, Located<String> cluster) {
    return Diagnostic.of(
            META,
            installed.word().span(),
            "%s %s does not go with Kubernetes `%s`"
                .formatted(installed.name(), installed.version(), cluster.value()))
        .also(cluster.span(), "the cluster's release")
        .help("install the %s of the cluster's release".formatted(installed.name()));
  }
}
