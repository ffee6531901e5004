package dev.vipc.rule.health;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HX024: images without a version, or of one that gets no fixes. */
@AutoService(Rule.class)
public final class ProxyImageOutdated implements Rule {
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:.*/)?(?<name>haproxy|haproxytech/[a-z-]+|nginx|envoy|keepalived)(?::(?<tag>[^@]+))?(?<digest>@.*)?");
  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)(.*)");

  /** The first branch that gets fixes for five years, after these. */
  private static final String NEXT = "2.8";

  /** haproxy.org's table of branches: the year in which the last fix of each was due. */
  private static final Map<String, Integer> ENDED =
      Map.ofEntries(
          Map.entry("1.4", 2014),
          Map.entry("1.5", 2016),
          Map.entry("1.6", 2020),
          Map.entry("1.7", 2021),
          Map.entry("1.8", 2022),
          Map.entry("1.9", 2020),
          Map.entry("2.0", 2024),
          Map.entry("2.1", 2021),
          Map.entry("2.2", 2025),
          Map.entry("2.3", 2022),
          Map.entry("2.5", 2023),
          Map.entry("2.7", 2024),
          Map.entry("2.9", 2025));

  private static final RuleMeta META =
      new RuleMeta(
              "HX024",
              "proxy-image-outdated",
              WARNING,
              """
              A static pod runs a proxy or keepalived from an image without a version, or of one that gets no fixes.

              Without a tag, or with `latest`, the version is what the registry has when the node pulls: the three nodes of one \
              cluster come to run different ones, and a reboot can bring a release that refuses the configuration. HAProxy's branches \
              get fixes for about a year, those of even numbers for five; haproxy.org lists when each ended.

              Write the tag of a branch that is maintained, such as `haproxy:2.8`, and read its notes before: 3.3 refuses two sections \
              of one name, for instance.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(StaticPod.class)
        .flatMap(pod -> pod.containers().stream())
        .flatMap(container -> container.image().located().stream())
        .forEach(image -> finding(image).ifPresent(out::report));
  }

  private static Optional<Diagnostic> finding(Located<String> image) {
    Matcher parts = IMAGE.matcher(image.value());
    if (!parts.matches() || parts.group("digest") != null) return Optional.empty();
    String tag = parts.group("tag");
    if (tag == null || tag.equals("latest")) return Optional.of(unpinned(image));
    if (parts.group("name").equals("haproxy")) return ended(image, tag);
    return Optional.empty();
  }

  private static Diagnostic unpinned(Located<String> image) {
    return Diagnostic.of(
            META,
            image.span(),
            "`%s` is whatever the registry has when the node pulls it".formatted(image.value()))
        .help("write the tag of a version");
  }

  private static Optional<Diagnostic> ended(Located<String> image, String tag) {
    Matcher version = VERSION.matcher(tag);
    if (!version.matches()) return Optional.empty();
    String branch = version.group(1) + "." + version.group(2);
    Integer year = ENDED.get(branch);
    if (year == null) return Optional.empty();
    String flavour = tag.replaceFirst("^v?\\d+(\\.\\d+)*", "");
    String next =
        image.value().substring(0, image.value().length() - tag.length()) + NEXT + flavour;
    return Optional.of(
        Diagnostic.of(
                META, image.span(), "HAProxy %s gets no fixes since %d".formatted(branch, year))
            .help("write `%s`, after reading what changed".formatted(next))
            .fix(
                new Fix(
                    "take a branch that is maintained",
                    false,
                    List.of(new Fix.Edit(image.span(), next)))));
  }
}
