package dev.vipc.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.Proxy;
import dev.vipc.agent.proxy.Ending;
import dev.vipc.agent.proxy.Refusal;
import dev.vipc.agent.vrrp.Reception;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
  private static final Path DOCS = Path.of("..", "docs");

  @TempDir Path folder;

  @Test
  void theTextTellsWhoHoldsTheAddressAndWhatTheServersAre() {
    assertEquals(
        """
        node lb1, plan abababababab

        virtual router api: active for 1h 1m, priority 105 of 110, VRID 51 on eth0
          addresses   10.0.0.1/8
          held by     10.0.0.11, priority 105, for 1h 1m
          member      10.0.0.12, priority 100, heard 1.5s ago
          tracks      api: good
          tracks      eth0: bad
          adverts     1000 sent, 20 received; 3 transitions
          dropped     2: checksum

        7 packets of no virtual router here dropped: ttl

        3 of at most 20000 connections, 80.0 MiB of 128.0 MiB memory

        proxy api on *:6443: 3 of at most 8000 connections, 0 waiting, 20 accepted
          m1          10.0.0.7:6443 up for 1m 30s, 3 connections, 2.0 KiB in, 4.8 MiB out, check: status 200
          refused     1: memory-limit
          refused     2: kernel-resources
          refused     3: no-server
          refused     4: queue-timeout
          refused     5: server-unreachable
          refused     6: bad-proxy-header
        """,
        StatusText.of(Views.node()));
  }

  @Test
  void theJsonHasTheSame() {
    String json = StatusJson.of(Views.node("say \"no\"\n"));
    assertTrue(
        json.startsWith("{\"version\": 1, \"node\": \"lb1\", \"at\": \"2026-11-21T10:00:00Z\""));
    assertTrue(
        json.contains("\"master\": {\"address\": \"10.0.0.11\", \"priority\": 105, \"since\": "),
        () -> json);
    assertTrue(json.contains("\"detail\": \"say \\\"no\\\"\\u000a\""), () -> json);
    assertTrue(json.contains("\"connectionLimit\": 100"), () -> json);
  }

  @Test
  void ofAProxyInKernelModeNothingIsToldThatIsNotKnown() {
    NodeView node = Views.node("status 200", Proxy.Mode.KERNEL);
    String text = StatusText.of(node);
    assertTrue(text.contains("proxy api on *:6443: carried by the kernel\n"), text);
    assertTrue(text.contains("up for 1m 30s, check: status 200\n"), text);
    String json = StatusJson.of(node);
    assertTrue(json.contains("\"connections\": null, \"connectionLimit\": null"), json);
    assertTrue(json.contains("\"sessions\": null, \"bytesIn\": null"), json);
    assertTrue(StatusPage.of(node).contains("carried by the kernel"));
    assertEquals(
        List.of(
            "vipd_server_check_passed",
            "vipd_server_check_seconds",
            "vipd_server_state_since_seconds",
            "vipd_server_up",
            "vipd_server_weight"),
        Metrics.snapshots(node).stream()
            .map(metric -> metric.getMetadata().getName())
            .filter(name -> name.matches("vipd_(proxy|server)_.*"))
            .sorted()
            .toList());
  }

  @Test
  void everyMetricIsDocumentedAndEveryDocumentedMetricIsThere() throws IOException {
    Set<String> there =
        Metrics.snapshots(Views.node()).stream()
            .map(StatusTest::row)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> documented =
        Files.readAllLines(DOCS.resolve("vipd-metrics.md")).stream()
            .filter(line -> line.startsWith("| `vipd_"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(String.join("\n", there), String.join("\n", documented));
  }

  @Test
  void everyValueOfALabelIsDocumented() throws IOException {
    assertDocumented("`state`", RouterState.values(), Words::of);
    assertDocumented("`reason` of `vipd_proxy_refused_total`", Refusal.values(), Refusal::word);
    assertDocumented("`how`", Ending.values(), Ending::word);
    assertDocumented(
        "`reason` of `vipd_router_dropped_total`",
        EnumSet.complementOf(EnumSet.of(Reception.ACCEPTED)).toArray(Reception[]::new),
        Reception::word);
  }

  private static <E> void assertDocumented(String section, E[] all, Function<E, String> word)
      throws IOException {
    String page = Files.readString(DOCS.resolve("vipd-metrics.md"));
    String rows = page.split("### " + Pattern.quote(section), 2)[1].split("\n#")[0];
    List<String> documented =
        Pattern.compile("(?m)^\\| `([^`]+)`")
            .matcher(rows)
            .results()
            .map(row -> row.group(1))
            .toList();
    assertEquals(Arrays.stream(all).map(word).toList(), documented);
  }

  /** The metric's row in the page: name, type, labels, help. */
  private static String row(MetricSnapshot metric) {
    List<String> labels =
        metric.getDataPoints().getFirst().getLabels().stream()
            .map(label -> "`" + label.getName() + "`")
            .toList();
    return "| `%s%s` | %s | %s | %s |"
        .formatted(
            metric.getMetadata().getPrometheusName(),
            suffix(metric),
            metric instanceof CounterSnapshot ? "counter" : "gauge",
            String.join(", ", labels),
            metric.getMetadata().getHelp());
  }

  private static String suffix(MetricSnapshot metric) {
    if (metric instanceof CounterSnapshot) return "_total";
    return metric instanceof InfoSnapshot ? "_info" : "";
  }

  @Test
  void theDashboardAsksForMetricsThatAreThere() throws IOException {
    Set<String> there =
        Metrics.snapshots(Views.node()).stream()
            .map(metric -> metric.getMetadata().getPrometheusName() + suffix(metric))
            .collect(Collectors.toSet());
    String dashboard = Files.readString(DOCS.resolve("vipd-grafana.json"));
    List<String> asked =
        Pattern.compile("vipd_[a-z_]+")
            .matcher(dashboard)
            .results()
            .map(result -> result.group())
            .distinct()
            .toList();
    assertTrue(asked.size() >= 12, asked::toString);
    assertEquals(List.of(), asked.stream().filter(name -> !there.contains(name)).toList());
  }

  private HttpResponse<String> request(StatusServer server, String method, String path)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static StatusServer server(String checkDetail) throws IOException {
    Listen loopback = new Listen(Optional.of(InetAddress.ofLiteral("127.0.0.1")), 0);
    return StatusServer.start(loopback, () -> Views.node(checkDetail));
  }

  @Test
  void itMovesToAllAddressesOfItsPortAndStaysWhereItCannot() throws Exception {
    try (StatusServer server = server("status 200");
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = server.address().getPort();
      server.move(new Listen(Optional.empty(), port));
      assertTrue(server.address().getAddress().isAnyLocalAddress());
      Listen other =
          new Listen(Optional.of(InetAddress.ofLiteral("127.0.0.1")), taken.getLocalPort());
      assertThrows(IOException.class, () -> server.move(other));
      Listen nowhere = new Listen(Optional.of(InetAddress.ofLiteral("192.0.2.1")), port);
      assertThrows(IOException.class, () -> server.move(nowhere));
      assertEquals(port, server.address().getPort());
      HttpRequest asked =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertEquals(200, client.send(asked, HttpResponse.BodyHandlers.ofString()).statusCode());
      }
    }
  }

  @Test
  void thePageIsWholeWithoutScriptAndEscapesWhatItShows() throws Exception {
    try (StatusServer server = server("<script>alert(1)</script>")) {
      HttpResponse<String> page = request(server, "GET", "/");
      assertEquals(200, page.statusCode());
      for (String part :
          List.of(
              "10.0.0.11, priority 105", "1h 1m ago", "10.0.0.12", "1.5s ago", "m1", "api: good"))
        assertTrue(page.body().contains(part), () -> part + "\n" + page.body());
      assertFalse(page.body().contains("<script>alert"), page::body);
      assertTrue(page.body().contains("&lt;script&gt;alert(1)"), page::body);
      assertEquals(
          "default-src 'self'; frame-ancestors 'none'",
          page.headers().firstValue("Content-Security-Policy").orElseThrow());
    }
  }

  @Test
  void metricsAreInPrometheusText() throws Exception {
    try (StatusServer server = server("ok")) {
      HttpResponse<String> metrics = request(server, "GET", "/metrics");
      assertTrue(
          metrics.body().contains("vipd_router_state{router=\"api\",state=\"active\"} 1.0\n"),
          metrics::body);
      assertTrue(
          metrics
              .body()
              .contains("vipd_proxy_refused_total{proxy=\"api\",reason=\"no-server\"} 3.0"),
          metrics::body);
    }
  }

  @Test
  void nothingOnTheNetworkChangesAnything() throws Exception {
    try (StatusServer server = server("ok")) {
      for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS"))
        for (String path : List.of("/", "/drain", "/reload", "/status.json"))
          assertEquals(405, request(server, method, path).statusCode());
      assertEquals(404, request(server, "GET", "/drain").statusCode());
      assertEquals(200, request(server, "HEAD", "/status.json").statusCode());
    }
  }

  private static final class Noting implements Control {
    @Override
    public NodeView view() {
      return Views.node();
    }

    @Override
    public ControlSocket.Answer drain(Duration limit) {
      return new ControlSocket.Answer(0, "drained within " + limit.toSeconds() + "\n");
    }

    @Override
    public ControlSocket.Answer reload() {
      return new ControlSocket.Answer(1, "plan.json:1:1: error: x\n");
    }
  }

  private static ControlSocket.Answer asked(Path socket, String request) throws IOException {
    return ControlClient.ask(socket, request, Duration.ofSeconds(10));
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForForEver() throws IOException {
    Path path = folder.resolve("silent.sock");
    try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(path));
      assertThrows(
          ControlClient.SilenceException.class,
          () -> ControlClient.ask(path, "status text", Duration.ofMillis(50)));
    }
  }

  @Test
  void theControlSocketAnswersItsOwnerOnly() throws IOException {
    Path path = folder.resolve("control.sock");
    ControlHandler handler = new ControlHandler(new Noting());
    try (ControlSocket _ = ControlSocket.listen(path, handler)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      assertTrue(asked(path, "status text").text().startsWith("node lb1"));
      assertTrue(asked(path, "status json").text().startsWith("{\"version\""));
      assertEquals("drained within 5\n", asked(path, "drain 5").text());
      assertEquals(1, asked(path, "reload").status());
      assertEquals(2, asked(path, "drain -1").status());
      assertEquals(2, asked(path, "x").status());
      IOException second =
          assertThrows(IOException.class, () -> ControlSocket.listen(path, handler));
      assertTrue(
          String.valueOf(second.getMessage()).startsWith("another vipd listens"),
          second::getMessage);
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void aSocketLeftBehindIsReplaced() throws IOException {
    Path path = Files.createFile(folder.resolve("control.sock"));
    ControlHandler handler = new ControlHandler(new Noting());
    try (ControlSocket _ = ControlSocket.listen(path, handler)) {
      assertEquals(0, asked(path, "status text").status());
    }
  }
}
