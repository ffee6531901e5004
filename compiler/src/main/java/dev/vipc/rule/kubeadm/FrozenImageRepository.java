package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.StaticPod;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** KD041. */
@AutoService(Rule.class)
public final class FrozenImageRepository implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD041",
              "frozen-image-repository",
              WARNING,
              """
              Images are taken from `k8s.gcr.io`, or from the older `gcr.io/google_containers`.

              `k8s.gcr.io` is frozen since April 2023: it gets no new release, so a kubeadm that is told to use it finds no image for a \
              newer one, and its old images may go at any time. `registry.k8s.io` holds all of them. Source: Kubernetes' blog, \
              "k8s.gcr.io Image Registry Will Be Frozen From the 3rd of April 2023".

              Write `registry.k8s.io`, or leave `imageRepository` out: it is kubeadm's default since 1.25.
              """)
          .withFix();
  private static final Pattern FROZEN =
      Pattern.compile("^(?:k8s\\.gcr\\.io|gcr\\.io/google[_-]containers)(?=/|$)");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Stream<Located<String>> repositories =
        deployment.clusters().stream()
            .flatMap(cluster -> cluster.imageRepositories().stream())
            .flatMap(repository -> repository.located().stream());
    Stream<Located<String>> images =
        deployment
            .all(StaticPod.class)
            .flatMap(pod -> pod.containers().stream())
            .flatMap(container -> container.image().located().stream());
    Stream.concat(repositories, images).forEach(name -> judge(name, out));
  }

  private static void judge(Located<String> name, Reporter out) {
    Matcher frozen = FROZEN.matcher(name.value());
    if (!frozen.find()) return;
    Span host = name.span().part(frozen.start(), frozen.end());
    out.report(
        Diagnostic.of(META, host, "`%s` is frozen since April 2023".formatted(frozen.group()))
            .help("write `registry.k8s.io`")
            .fix(Fix.replace(host, "registry.k8s.io", "take the images from registry.k8s.io")));
  }
}
