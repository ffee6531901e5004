package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.model.Deployment;
import dev.vipc.model.EnvoyFile;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a spec is judged by is what its emitted nginx.conf and envoy.yaml say to their readers. */
final class ProxyModelTest {
  /** Servers of LVS have no names in keepalived.conf; what they say is compared by diff. */
  private static final Set<ProxyDaemon.Engine> OURS =
      Set.of(ProxyDaemon.Engine.NGINX, ProxyDaemon.Engine.ENVOY);

  @TempDir Path output;

  @TestFactory
  Stream<DynamicTest> theEmittedFilesReadBackAsTheSpecIsJudged() {
    return EmitCase.buildable()
        .filter(ProxyModelTest::hasOurs)
        .map(each -> dynamicTest(each.name(), () -> assertSameModel(each)));
  }

  private static boolean hasOurs(EmitCase each) {
    return !told(SpecLowering.lower(each.build().spec().orElseThrow())).isEmpty();
  }

  private void assertSameModel(EmitCase each) throws IOException {
    Path folder = output.resolve(each.name());
    each.writeTo(folder);
    Model read =
        new Compiler()
            .read(
                new LintRequest(List.of(folder), List.of(), Optional.empty(), Targets.NONE),
                new Findings());
    assertEquals(1, read.deployments().size());
    List<String> ofFiles = told(read.deployments().getFirst());
    assertTrue(!ofFiles.isEmpty());
    assertEquals(
        String.join("\n", told(SpecLowering.lower(each.build().spec().orElseThrow()))),
        String.join("\n", ofFiles));
  }

  private static List<String> told(Deployment deployment) {
    List<String> told = new ArrayList<>();
    for (Node node : deployment.nodes()) {
      for (ProxyDaemon daemon : node.parts().all(ProxyDaemon.class))
        if (OURS.contains(daemon.engine())) {
          told.add(node.label() + " " + daemon.engine() + " " + values(daemon.maxConnections()));
          for (Proxy proxy : daemon.proxies()) told.add("  " + values(proxy));
        }
      for (NginxFile file : node.parts().all(NginxFile.class)) told.add(values(file));
      for (EnvoyFile file : node.parts().all(EnvoyFile.class)) told.add(values(file));
    }
    return told;
  }

  /** Every value below, and no place. */
  private static String values(Object value) {
    return switch (value) {
      case Span _ -> "here";
      case SourceFile _ -> "";
      case Optional<?> optional -> optional.map(ProxyModelTest::values).orElse("-");
      case Collection<?> all ->
          all.stream().map(ProxyModelTest::values).collect(Collectors.joining(", ", "[", "]"));
      case Record record -> record.getClass().getSimpleName() + "(" + components(record) + ")";
      default -> value.toString();
    };
  }

  private static String components(Record record) {
    List<String> components = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents())
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        components.add(component.getName() + "=" + values(accessor.invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    return String.join(" ", components);
  }
}
