package dev.vipc.emit.nginx;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.NonlocalBind;
import dev.vipc.model.HostPort;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.NginxLimits;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * nginx.conf of every node that runs a proxy with nginx, which passes TCP on in its stream part.
 */
@AutoService(Emitter.class)
public final class NginxEmitter implements Emitter {
  /** Where the configuration lies on a node. */
  public static final String FILE = "/etc/nginx/nginx.conf";

  /** The first whose stream part has a log and limits of connections to servers. */
  private static final Version OLDEST = new Version(1, 11, 5);

  private static final Version RANDOM = new Version(1, 15, 1);
  private static final Version KEEPALIVE = new Version(1, 15, 6);

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().nodes().stream().flatMap(node -> onNode(build, node)).toList());
  }

  private static Stream<Artifact> onNode(Build build, SpecNode node) {
    List<SpecProxy> proxies = build.spec().proxiesOn(node, SpecProxy.Engine.NGINX);
    if (proxies.isEmpty() && !build.spec().hasOwnLines(Program.NGINX, node)) return Stream.empty();
    Artifact file =
        Artifact.onNode(
            node.name().value(), FILE, configuration(build, node, proxies), FileMode.PLAIN);
    return Stream.concat(
        Stream.of(file), NonlocalBind.artifacts(build, node, proxies, Program.NGINX.word()));
  }

  private static String configuration(Build build, SpecNode node, List<SpecProxy> proxies) {
    boolean keepalive = proxies.isEmpty() || version(build, proxies).compareTo(KEEPALIVE) >= 0;
    checkNames(build, proxies);
    NginxContexts contexts = new NginxContexts(build, node, proxies);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.putAll(contexts.values());
    values.put("connections", NginxLimits.workerConnections(proxies));
    values.put(
        "proxies",
        proxies.stream()
            .map(proxy -> contexts.withLines(proxy, new StreamSection(build, proxy), keepalive))
            .toList());
    values.put("metrics", metrics(proxies));
    return build.render(NginxEmitter.class, "nginx.conf.j2", values);
  }

  /** nginx compares the names of upstreams without their case. */
  private static void checkNames(Build build, List<SpecProxy> proxies) {
    Set<String> names = new HashSet<>();
    for (SpecProxy proxy : proxies)
      if (!names.add(proxy.name().value().toLowerCase(Locale.ROOT)))
        build.refuse(
            proxy.name().span(),
            "nginx takes `%s` and another proxy's name for one".formatted(proxy.name().value()),
            "give the proxy another name");
  }

  /** Where metrics are served, each address once. */
  private static List<String> metrics(List<SpecProxy> proxies) {
    return proxies.stream()
        .flatMap(proxy -> proxy.metrics().stream())
        .map(Located::value)
        .map(HostPort::toString)
        .distinct()
        .toList();
  }

  private static Version version(Build build, List<SpecProxy> proxies) {
    Chosen<Version> chosen =
        Objects.requireNonNull(build.spec().versions().get(Program.NGINX), "a version of nginx");
    Version version = chosen.value();
    if (version.compareTo(OLDEST) < 0)
      build.refuse(
          chosen.span(),
          "nginx %s lacks parts of `stream` that vipc writes".formatted(version),
          "use nginx %s or later".formatted(OLDEST));
    for (SpecProxy proxy : proxies)
      if (proxy.balance().value() == SpecProxy.Balance.RANDOM && version.compareTo(RANDOM) < 0)
        build.refuse(
            proxy.balance().span(),
            "nginx %s does not know `balance: random`".formatted(version),
            "use nginx %s or later".formatted(RANDOM));
    return version;
  }
}
