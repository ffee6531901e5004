package dev.vipc.lower.kubevip;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.KubeVipPools;
import dev.vipc.model.KubeVipPools.Pool;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the ConfigMap of kube-vip's cloud provider. */
final class PoolReader {
  private static final Pattern KEY = Pattern.compile("(?:cidr|range)-.+");

  private PoolReader() {}

  static Parts read(YamlFields document) {
    if (!document.at("metadata").text("name").is("kubevip")) return Parts.NONE;
    List<Pool> pools =
        document.at("data").mapping().entries().stream()
            .filter(entry -> KEY.matcher(entry.key().value()).matches())
            .flatMap(entry -> pool(entry, document))
            .toList();
    return pools.isEmpty() ? Parts.NONE : Parts.of(new KubeVipPools(pools));
  }

  private static Stream<Pool> pool(Entry entry, YamlFields document) {
    if (!(entry.value() instanceof Scalar scalar)) return Stream.empty();
    List<Setting<String>> pieces =
        Pieces.split(Pieces.content(scalar), ',').stream().map(document.values()::host).toList();
    return Stream.of(new Pool(entry.key().located(), pieces));
  }
}
