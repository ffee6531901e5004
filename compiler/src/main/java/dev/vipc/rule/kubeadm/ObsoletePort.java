package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.SetupScript;
import dev.vipc.model.StaticPod;
import dev.vipc.model.StaticPod.Container;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** KD034. */
@AutoService(Rule.class)
public final class ObsoletePort implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD034",
              "obsolete-component-port",
              INFO,
              """
              A firewall is opened for 10251 or 10252, or a probe asks there, and nothing listens any more.

              The scheduler's and the controller manager's ports without TLS are closed by kubeadm since 1.19 and gone since 1.23; the ones \
              with TLS are 10259 and 10257, and both are asked from the machine itself only. Old tables of ports are copied on, and the \
              ports that are needed stay closed. It is silent for releases before 1.19. A manifest's liveness probe that asks there is an \
              error where the image is of 1.23 or newer: the kubelet kills the component again and again. Source: kubernetes/kubernetes#92720, #96345.

              Write 10259 for 10251 and 10257 for 10252, or leave them out where no other machine asks; a probe also needs `scheme: HTTPS`.
              """)
          .withFix();
  private static final Set<String> FIREWALLS =
      Set.of("firewall-cmd", "firewall-offline-cmd", "ufw", "iptables", "ip6tables", "nft");
  private static final Map<String, String> NEW = Map.of("10251", "10259", "10252", "10257");
  private static final Pattern IMAGE =
      Pattern.compile(".*kube-(scheduler|controller-manager):v1\\.(\\d{1,3})\\..*");

  /** The release without the ports that have no TLS. */
  private static final int GONE = 23;

  private static final Pattern PORT = Pattern.compile("(?<![\\d.:-])(1025[12])(?![\\d:.-])");
  private static final Pattern RANGE = Pattern.compile("(?<!\\d)10250[-:](1025[12])(?!\\d)");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Optional<Version> known = KubernetesVersion.known(deployment);
    deployment
        .all(StaticPod.class)
        .flatMap(pod -> pod.containers().stream())
        .forEach(container -> probe(container, out));
    if (known.filter(version -> !version.atLeast(1, 19)).isPresent()) return;
    deployment
        .all(SetupScript.class)
        .flatMap(script -> script.commands().stream())
        .filter(command -> FIREWALLS.contains(command.program()))
        .flatMap(command -> command.words().stream())
        .forEach(word -> judge(word.span(), out));
  }

  private static void probe(Container container, Reporter out) {
    Matcher image = IMAGE.matcher(container.image().value().orElse(""));
    if (!image.matches() || Integer.parseInt(image.group(2)) < GONE) return;
    String old = image.group(1).equals("scheduler") ? "10251" : "10252";
    container
        .livenessProbe()
        .filter(probe -> probe.port().is(Integer.parseInt(old)))
        .ifPresent(
            probe ->
                out.report(
                    Diagnostic.of(
                            META,
                            probe.port().span().orElse(probe.span()),
                            "the probe asks on %s, where nothing listens since Kubernetes 1.23, so the kubelet kills the component again and again"
                                .formatted(old))
                        .as(ERROR)
                        .also(container.image().span().orElse(probe.span()), "the release")
                        .help(
                            "write `port: %s` and `scheme: HTTPS`"
                                .formatted(NEW.getOrDefault(old, "")))));
  }

  private static void judge(Span word, Reporter out) {
    for (Matcher m = PORT.matcher(word.text()); m.find(); ) {
      String other = NEW.getOrDefault(m.group(1), "");
      Span place = word.part(m.start(1), m.end(1));
      out.report(
          found(place, m.group(1), other)
              .fix(Fix.replace(place, other, "open the port that is used")));
    }
    Matcher range = RANGE.matcher(word.text());
    if (range.find())
      out.report(
          found(
              word.part(range.start(), range.end()),
              range.group(1),
              "10250, and 10257 and 10259 where another machine asks them"));
  }

  private static Diagnostic found(Span place, String port, String other) {
    return Diagnostic.of(META, place, "nothing listens on %s since Kubernetes 1.23".formatted(port))
        .help("write %s".formatted(other));
  }
}
