package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.PodPrivileges;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A check script whose program the image lacks. */
@AutoService(Rule.class)
public final class ProgramNotInImage implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA024",
          "program-not-in-image",
          Severity.ERROR,
          """
          A tracked script calls curl, and keepalived runs in an image that has none.

          keepalived starts its scripts inside its own container. `osixia/keepalived` on Alpine was built
          with curl and removed it again up to 2.0.16 (its issue 29); kubeadm's guide to high availability
          ran one of these images, and the script failed with "curl: not found" on every node
          (kubernetes/kubeadm issue 2478). The virtual router is then in fault everywhere, or all nodes
          lose the same weight and nothing is checked any more.

          Take `osixia/keepalived:2.0.17` or later, or ask with what the image has. Of other images the
          contents are not known, and the rule is silent.
          """);
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:(?:docker\\.io|index\\.docker\\.io)/)?osixia/keepalived:v?(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(-\\d+)?");
  private static final int[] FIRST_ON_ALPINE = {1, 3, 5};
  private static final int[] FIRST_WITH_CURL = {2, 0, 17};

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      image(node).ifPresent(image -> curl(node).forEach(c -> out.report(finding(c, image))));
  }

  private static Optional<Located<String>> image(Node node) {
    return node.parts().all(PodPrivileges.class).stream()
        .flatMap(pod -> pod.containers().stream())
        .flatMap(container -> container.image().located().stream())
        .filter(image -> lacksCurl(image.value()))
        .findFirst();
  }

  private static boolean lacksCurl(String image) {
    Matcher tag = IMAGE.matcher(image);
    if (!tag.matches()) return false;
    int[] release = new int[FIRST_WITH_CURL.length];
    for (int i = 0; i < release.length; i++) release[i] = Integer.parseInt(tag.group(i + 1));
    int onAlpine = Arrays.compare(release, FIRST_ON_ALPINE);
    boolean alpine = onAlpine > 0 || onAlpine == 0 && tag.group(4) != null;
    return alpine && Arrays.compare(release, FIRST_WITH_CURL) < 0;
  }

  /** The first call of each script that the node's keepalived runs. */
  private static Stream<Located<String>> curl(Node node) {
    return node.parts().all(VrrpDaemon.class).stream()
        .flatMap(daemon -> ScriptsOf.tracked(daemon).stream())
        .flatMap(script -> new ScriptsOf(node).runBy(script).stream())
        .distinct()
        .flatMap(
            script ->
                script.probes().stream()
                    .map(CheckScript.Probe::command)
                    .filter(command -> command.value().equals("curl"))
                    .limit(1));
  }

  private static Diagnostic finding(Located<String> command, Located<String> image) {
    return Diagnostic.of(
            META,
            command.span(),
            "`curl` is not in `%s`, so this fails on every node".formatted(image.value()))
        .also(image.span(), "keepalived and its scripts run in this image")
        .help("take `osixia/keepalived:2.0.17` or later");
  }
}
