package dev.vipc.settings;

import dev.vipc.model.Thresholds;
import dev.vipc.model.Thresholds.PortRange;
import dev.vipc.spec.Durations;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code thresholds} of a {@code .vipc.yaml}. */
final class ThresholdsReader {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private ThresholdsReader() {}

  static Thresholds read(Mapping thresholds) {
    return new Thresholds(
        duration(thresholds, "detection"),
        duration(thresholds, "idleTimeout"),
        ports(thresholds),
        thresholds.scalar("multicast").map(word -> word.value().equals("works")));
  }

  private static Optional<Duration> duration(Mapping thresholds, String key) {
    return thresholds.scalar(key).map(Scalar::value).flatMap(Durations::parse);
  }

  private static List<PortRange> ports(Mapping thresholds) {
    List<PortRange> ranges = new ArrayList<>();
    for (YamlNode item : thresholds.items("allowedPorts"))
      if (item instanceof Scalar word) {
        Matcher m = RANGE.matcher(word.value());
        if (!m.matches()) continue;
        int first = Integer.parseInt(m.group(1));
        ranges.add(new PortRange(first, m.group(2) == null ? first : Integer.parseInt(m.group(2))));
      }
    return ranges;
  }
}
