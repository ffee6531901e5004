package dev.vipc.agent.status;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vipc.agent.plan.Listen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The status on the network: a page at {@code /}, {@code /metrics}, {@code /status.json}. It only
 * ever reads: there is no request that changes anything.
 */
public final class StatusServer implements AutoCloseable {
  private static final String HTML = "text/html; charset=utf-8";

  /** So that no client, however slow or many, holds more than a little of the process. */
  private static final Map<String, String> BOUNDS =
      Map.of(
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.idleInterval", "10",
          "sun.net.httpserver.maxReqHeaders", "64",
          "sun.net.httpserver.maxReqHeaderSize", "16384");

  private final Supplier<NodeView> view;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HttpServer server;

  private StatusServer(HttpServer server, Supplier<NodeView> view) {
    this.server = server;
    this.view = view;
  }

  /** Listens at once, on the plan's address. */
  public static StatusServer start(Listen listen, Supplier<NodeView> view) throws IOException {
    BOUNDS.forEach(System::setProperty);
    StatusServer started = new StatusServer(bound(address(listen)), view);
    started.serve();
    return started;
  }

  private static HttpServer bound(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s:%d for the status: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  private static InetSocketAddress address(Listen listen) {
    return listen
        .address()
        .map(ip -> new InetSocketAddress(ip, listen.port()))
        .orElseGet(() -> new InetSocketAddress(listen.port()));
  }

  /**
   * Goes to another address. On the same port it may be free only when this one is given up; where
   * it cannot be had, this one is had again.
   */
  public void move(Listen to) throws IOException {
    HttpServer before = server;
    InetSocketAddress from = before.getAddress();
    boolean samePort = from.getPort() == to.port();
    if (samePort) before.stop(0);
    try {
      server = bound(address(to));
    } catch (IOException e) {
      if (samePort) {
        server = bound(from);
        serve();
      }
      throw e;
    }
    serve();
    if (!samePort) before.stop(0);
  }

  private void serve() {
    byte[] css = resource("page.css");
    byte[] js = resource("page.js");
    server.createContext("/", exchange -> answer(exchange, view, css, js));
    server.setExecutor(threads);
    server.start();
  }

  private static void answer(HttpExchange exchange, Supplier<NodeView> view, byte[] css, byte[] js)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/" -> send(exchange, HTML, utf8(StatusPage.of(view.get())));
        case "/metrics" -> send(exchange, Metrics.CONTENT_TYPE, metrics(view.get()));
        case "/status.json" -> send(exchange, "application/json", utf8(StatusJson.of(view.get())));
        case "/page.css" -> send(exchange, "text/css", css);
        case "/page.js" -> send(exchange, "text/javascript", js);
        case null, default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static byte[] metrics(NodeView view) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Metrics.write(view, bytes);
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) headers.set("Content-Length", Integer.toString(body.length));
    exchange.sendResponseHeaders(200, head ? -1 : body.length);
    if (!head) exchange.getResponseBody().write(body);
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(StatusServer.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /** Where it listens; the port is the one that the system chose where the plan's is 0. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
