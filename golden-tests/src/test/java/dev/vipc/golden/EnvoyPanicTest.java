package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.proof.Case;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Envoy takes its checks to be wrong where most servers fail them, unless its file says no. */
final class EnvoyPanicTest {
  private static final Set<String> TWO_OF_THREE =
      Set.of("apiserver down on master1", "apiserver down on master2");

  @TempDir Path output;

  @Test
  void whatVipcWritesUsesTheLastServerAlone() throws IOException {
    assertEquals("every machine's proxy reaches an API server that is well", why(written()));
  }

  @Test
  void withEnvoysOwnThresholdTheDeadServersAreUsedToo() throws IOException {
    Path folder = written();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.endsWith("envoy/envoy.yaml")).toList())
        Files.writeString(
            file, Files.readString(file).replaceAll("healthy_panic_threshold:\n +value: 0", "{}"));
    }
    String why = why(folder);
    assertTrue(why.contains("goes on trying master1, master2"), why);
  }

  private Path written() throws IOException {
    EmitCase local =
        EmitCase.all().stream()
            .filter(each -> each.name().equals("local-envoy"))
            .findFirst()
            .orElseThrow();
    local.writeTo(output);
    return output;
  }

  private static String why(Path folder) {
    Model model = new Compiler().read(LintRequest.of(List.of(folder)), new Findings());
    return Prover.prove(model.deployments().getFirst(), new ProofRequest(2, Optional.empty()))
        .getFirst()
        .cases()
        .stream()
        .filter(one -> !one.repaired() && names(one).equals(TWO_OF_THREE))
        .findFirst()
        .orElseThrow()
        .why();
  }

  private static Set<String> names(Case one) {
    return one.faults().stream().map(Object::toString).collect(Collectors.toSet());
  }
}
