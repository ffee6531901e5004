package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.check.Verdict;
import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Model;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of nginx.conf and of Envoy's bootstrap, whatever they hold. */
class NginxReadingTest {
  private static final Compiler COMPILER = new Compiler();
  private static final String SERVER =
      "server { listen 127.0.0.1:8443; proxy_pass k; proxy_timeout 1h; }";

  @Property(tries = 300)
  void anyTextIsAnswered(@ForAll("texts") String text) {
    lint("nginx", text);
    check(text);
    lint("envoy", text);
  }

  @Test
  void emptyAndBinaryFilesAreAnswered() {
    assertEquals(Verdict.REFUSED, check("").files().getFirst().verdict());
    String binary = "\0\u0001\uDCFF".repeat(1000);
    assertEquals(Verdict.REFUSED, check(binary).files().getFirst().verdict());
    lint("nginx", binary);
    lint("envoy", binary);
  }

  @Test
  void manyBracesAreAnswered() {
    assertEquals(Verdict.REFUSED, check("a {".repeat(20_000)).files().getFirst().verdict());
    assertEquals(Verdict.REFUSED, check("}".repeat(20_000)).files().getFirst().verdict());
    String locations = "location / {\n".repeat(20_000);
    assertTrue(lint("nginx", "http { server {\n" + locations).diagnostics().size() < 100);
    lint("envoy", "static_resources: " + "[".repeat(20_000));
  }

  @Test
  void fiftyMegabytesAreAnswered() {
    String line = "    server 10.0.0.1:6443 max_fails=3;\n";
    String text =
        "events {}\nstream {\n  upstream k {\n"
            + line.repeat(50_000_000 / line.length())
            + "  }\n  "
            + SERVER
            + "\n}\n";
    assertEquals(Verdict.ACCEPTED, check(text).files().getFirst().verdict());
    assertEquals(Verdict.REFUSED, check("#".repeat(50_000_000)).files().getFirst().verdict());
  }

  @Test
  void everyFileOfOthersIsRead() throws IOException {
    try (Stream<Path> files = Files.list(Seeds.shared("corpus/kubernetes/lb"))) {
      for (Path file : files.sorted().toList()) {
        String text = Utf8.decode(Files.readAllBytes(file));
        lint("nginx", text);
        lint("envoy", text);
        check(text);
      }
    }
  }

  @Test
  void aMainFileReadsWhatItIncludesAndThatSaysNothingOnItsOwn(@TempDir Path folder)
      throws IOException {
    write(
        folder,
        "lb1/nginx.conf",
        "events {}\nstream { include stream.d/*.conf; include /etc/nginx/more.conf; }\n");
    write(
        folder,
        "lb1/stream.d/a.conf",
        "upstream k { server 10.0.0.1:6443; server 10.0.0.2:6443; }\n");
    write(folder, "lb1/more.conf", SERVER + "\nbogus on;\n");
    write(folder, "outside.conf", SERVER);
    LintResult result = new Compiler().lint(request(folder));
    assertEquals(
        List.of("KW001"),
        result.diagnostics().stream()
            .map(d -> d.rule().code())
            .distinct()
            .filter(c -> c.startsWith("KW"))
            .toList());
    Deployment deployment =
        new Compiler().read(request(folder.resolve("lb1")), _ -> {}).deployments().getFirst();
    List<ProxyDaemon> daemons = deployment.all(ProxyDaemon.class).toList();
    assertEquals(1, daemons.size());
    assertEquals(
        List.of("k", "127.0.0.1:8443"),
        daemons.getFirst().proxies().stream().map(proxy -> proxy.name().value()).toList());
  }

  @Test
  void anIncludeOutsideOfTheFolderIsNotRead(@TempDir Path folder) throws IOException {
    write(folder, "secret.conf", "bogus on;\n");
    write(folder, "lb/nginx.conf", "events {}\ninclude ../secret.conf;\ninclude nginx.conf;\n");
    CheckResult result =
        Compiler.check(
            new CheckRequest(
                "nginx", Optional.empty(), List.of(folder.resolve("lb/nginx.conf")), List.of()));
    assertTrue(
        result.files().getFirst().diagnostics().stream()
            .noneMatch(d -> d.message().contains("bogus")));
  }

  @Test
  void aStreamAndAnEnvoyBootstrapSayTheSame() {
    ProxyDaemon nginx =
        daemon(
            "nginx",
            "events {}\nstream { upstream k { least_conn; server 10.0.0.1:6443; server 10.0.0.2:6443 backup; } "
                + SERVER
                + " }");
    ProxyDaemon envoy =
        daemon(
            "envoy",
            """
            staticResources:
              listeners:
              - name: l
                address: {socketAddress: {address: 127.0.0.1, portValue: 8443}}
                filterChains:
                - filters:
                  - name: envoy.filters.network.tcp_proxy
                    typedConfig: {cluster: k, idleTimeout: 3600s}
              clusters:
              - name: k
                lbPolicy: LEAST_REQUEST
                loadAssignment:
                  endpoints:
                  - lbEndpoints:
                    - endpoint: {address: {socketAddress: {address: 10.0.0.1, portValue: 6443}}}
                  - priority: 1
                    lbEndpoints:
                    - endpoint: {address: {socketAddress: {address: 10.0.0.2, portValue: 6443}}}
            """);
    assertEquals(said(nginx), said(envoy));
  }

  private static List<String> said(ProxyDaemon daemon) {
    return daemon.proxies().stream().map(NginxReadingTest::said).sorted().toList();
  }

  private static String said(Proxy proxy) {
    return "%s %s %s %s %s %s"
        .formatted(
            proxy.kind(),
            proxy.listeners().stream().map(l -> l.address().value()).toList(),
            proxy.servers().stream()
                .map(s -> s.address().value() + (s.backup() ? " backup" : ""))
                .toList(),
            proxy.backends().stream().map(name -> name.value()).toList(),
            proxy.balance().value(),
            proxy.timeouts().tunnel().value());
  }

  private static ProxyDaemon daemon(String kind, String text) {
    Model model =
        new Compiler()
            .read(
                new LintRequest(
                    List.of(), List.of(new SourceFile("-", text)), Optional.of(kind), Targets.NONE),
                _ -> {});
    return model.deployments().getFirst().all(ProxyDaemon.class).findFirst().orElseThrow();
  }

  private static LintRequest request(Path folder) {
    return new LintRequest(List.of(folder), List.of(), Optional.empty(), Targets.NONE);
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static LintResult lint(String kind, String text) {
    return COMPILER.lint(
        new LintRequest(
            List.of(), List.of(new SourceFile("-", text)), Optional.of(kind), Targets.NONE));
  }

  private static CheckResult check(String text) {
    return Compiler.check(
        new CheckRequest("nginx", Optional.empty(), List.of(), List.of(new SourceFile("-", text))));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "events {",
            "stream {",
            "http {",
            "server {",
            "upstream k {",
            "location / {",
            "}",
            "}\n",
            ";",
            "listen 6443;",
            "listen ",
            "server ",
            "10.0.0.1:6443",
            ":",
            "[",
            "]",
            "-",
            "=",
            "weight=",
            "proxy_pass k;",
            "proxy_pass ",
            "http://",
            "unix:",
            "\"",
            "'",
            "{{ a }}",
            "{% b %}",
            "<a b>",
            "${A}",
            "$a",
            "return 200;",
            "proxy_timeout ",
            "1h",
            "ms",
            "99999999999999999999",
            "\n",
            "#",
            "static_resources:",
            "clusters:",
            "- ",
            "  ",
            "hosts: ",
            "a: ",
            "include *;",
            "é",
            "\0",
            "load_module x;",
            "if (",
            "map a b {",
            "content_by_lua_block {")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join(" ", parts));
  }
}
