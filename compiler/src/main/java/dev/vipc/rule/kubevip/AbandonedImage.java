package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** KV008. */
@AutoService(Rule.class)
public final class AbandonedImage implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV008",
              "abandoned-image",
              INFO,
              """
              The kube-vip image is the one of its author's first registry account.

              kube-vip is published as `ghcr.io/kube-vip/kube-vip` since 0.3.8; `plndr/kube-vip` on Docker Hub gets no releases of the \
              project, and no fixes. The releases before that elect by raft or find the API server by the host's name, which \
              later ones gave up. Source: kube-vip's manifest generator, 0.3.8.

              Take `ghcr.io/kube-vip/kube-vip` with a current release. From 0.3.8 on, the same tag is there too, and the fix \
              replaces the name; an older release has to be set up anew.
              """)
          .withFix();

  private static final Pattern OLD =
      Pattern.compile(
          "(?:docker\\.io/|index\\.docker\\.io/)?plndr/kube-vip(?::(?<tag>[^@]+))?(?:@.*)?");
  private static final String NAME = "ghcr.io/kube-vip/kube-vip";
  private static final Version FIRST_THERE = new Version(0, 3, 8);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeVip.class)
        .map(KubeVip::image)
        .flatMap(image -> image.located().stream())
        .forEach(image -> judge(image, out));
  }

  private static void judge(Located<String> image, Reporter out) {
    Matcher old = OLD.matcher(image.value());
    if (!old.matches()) return;
    Optional<String> tag = Optional.ofNullable(old.group("tag"));
    Diagnostic found =
        Diagnostic.of(META, image.span(), "`plndr/kube-vip` gets no releases of kube-vip any more");
    boolean there =
        tag.filter(text -> text.startsWith("v"))
            .flatMap(Version::parse)
            .filter(version -> version.compareTo(FIRST_THERE) >= 0)
            .isPresent();
    if (!there) {
      out.report(found.help("take a current release of `%s`".formatted(NAME)));
      return;
    }
    String same = NAME + ":" + tag.orElseThrow();
    out.report(
        found
            .help("write `%s`".formatted(same))
            .fix(Fix.replace(image.span(), same, "take the project's own image")));
  }
}
