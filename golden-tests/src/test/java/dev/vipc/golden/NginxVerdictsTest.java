package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.check.Verdict;
import dev.vipc.compile.Compiler;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.NginxTable;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code vipc check --program nginx} against {@code nginx -t} 1.22.1 with its stream module.
 */
@RealProgram(
    value = {"nginx", "unshare", "ip"},
    root = true)
final class NginxVerdictsTest {
  /** Lines of {@code stream}, and of other places where a block's name stands before them. */
  private static final List<String> ACCEPTED =
      List.of(
          "",
          "upstream k { server 10.0.0.1:6443; }",
          "upstream k { least_conn; server 10.0.0.1:6443 weight=5 max_fails=3 fail_timeout=10s; server 10.0.0.2:6443 backup; }",
          "upstream k { hash $remote_addr consistent; server 10.0.0.1:6443 down; server unix:/tmp/x; }",
          "upstream k { random two least_conn; zone k 64k; server [::1]:6443 max_conns=10 max_fails=0; }",
          "server { listen 6443; proxy_pass 10.0.0.1:6443; }",
          "server { listen 127.0.0.1:6443 so_keepalive=on backlog=100; proxy_pass K; } upstream k { server 10.0.0.1:6443; }",
          "server { listen *:6443; listen [::]:6443 ipv6only=on; proxy_pass 127.0.0.1:1; proxy_timeout 1h30m; }",
          "server { listen 6443-6445; return ok; }",
          "server { listen 53 udp reuseport; proxy_pass 127.0.0.1:53; proxy_responses 1; proxy_timeout 500ms; }",
          "server { listen 6443; proxy_pass $x; } map $remote_addr $x { default 127.0.0.1:1; }",
          "proxy_timeout 10m; proxy_connect_timeout 1s; server { listen 6443; proxy_pass 127.0.0.1:1; proxy_buffer_size 16k; tcp_nodelay on; }",
          "server { listen 6443; proxy_pass 127.0.0.1:1; proxy_next_upstream off; proxy_upload_rate 1m; allow all; }",
          "server { listen \"127.0.0.1:6443\"; proxy_pass '127.0.0.1:1'; # comment ; }\n }",
          "log_format a '$remote_addr'; access_log off; server { listen 6443; ssl_preread on; proxy_pass 127.0.0.1:1; }");

  /** What follows is in {@code http}. */
  private static final List<String> ACCEPTED_HTTP =
      List.of(
          "server { listen 127.0.0.1:8081; location /healthz { access_log off; return 200; } location = /x { stub_status; } }",
          "server { listen 80 default_server; location / { proxy_pass http://127.0.0.1:1; proxy_read_timeout 1h; } }",
          "upstream k { server 10.0.0.1; keepalive 16; } server { location / { proxy_pass https://k; proxy_http_version 1.1; } }",
          "aio threads; aio_write on; tcp_nopush on; keepalive_timeout 75s; keepalive_requests 100; server_tokens off;",
          "server { if ($host = a) { return 301 https://$host$request_uri; } location ~* \"\\.a{2}$\" { deny all; } }",
          "map $http_upgrade $c { default upgrade; '' close; } client_max_body_size 0; gzip on; gzip_types text/css *;",
          "server { listen 8080; location /a { limit_except GET { deny all; } } location /b { rewrite ^ /c last; } }");

  private static final List<String> REFUSED =
      List.of(
          "upstrem k { server 10.0.0.1:6443; }",
          "server { listen 6443; proxy_passs 127.0.0.1:1; }",
          "server { listen 6443; proxy_pass 127.0.0.1:1; location / { } }",
          "worker_processes 2;",
          "server { listen 6443; proxy_pass 127.0.0.1:1; events { } }",
          "proxy_timeout;",
          "proxy_timeout 1m 2m;",
          "server { listen; proxy_pass 127.0.0.1:1; }",
          "upstream { server 10.0.0.1:6443; }",
          "upstream k k2 { server 10.0.0.1:6443; }",
          "server k { listen 6443; proxy_pass 127.0.0.1:1; }",
          "server;",
          "proxy_timeout 10m { }",
          "proxy_timeout 10x;",
          "proxy_timeout 1m1h;",
          "proxy_timeout -1;",
          "proxy_timeout 10ms5;\nproxy_connect_timeout 1ms1s;",
          "proxy_timeout abc;",
          "proxy_buffer_size 16kb;",
          "proxy_buffer_size k;",
          "proxy_responses -1;",
          "proxy_responses 1k;",
          "tcp_nodelay yes;",
          "proxy_next_upstream 1;",
          "proxy_timeout 1m; proxy_timeout 2m;",
          "server { listen 6443; proxy_pass 127.0.0.1:1;\n proxy_pass 127.0.0.1:2; }",
          "upstream k { server 10.0.0.1:6443; }\nupstream K { server 10.0.0.1:6443; }",
          "upstream k { }",
          "upstream k { least_conn; }",
          "upstream k { server 10.0.0.1; }",
          "upstream k { server 10.0.0.1:0; }",
          "upstream k { server 10.0.0.1:65536; }",
          "upstream k { server 10.0.0.1:64a3; }",
          "upstream k { server 10.0.0.1:; }",
          "upstream k { server 10.0.0.300:6443; }",
          "upstream k { server [::1:6443; }",
          "upstream k { server [::x]:6443; }",
          "upstream k { server :6443; }",
          "upstream k { server http://10.0.0.1:6443; }",
          "upstream k { server 10.0.0.1:6443 weight=0; }",
          "upstream k { server 10.0.0.1:6443 weight=a; }",
          "upstream k { server 10.0.0.1:6443 fail_timeout=10x; }",
          "upstream k { server 10.0.0.1:6443 max_fails=-1; }",
          "upstream k { server 10.0.0.1:6443 check; }",
          "upstream k { server 10.0.0.1:6443 slow_start=10s; }",
          "upstream k { hash $remote_addr;\n server 10.0.0.1:6443;\n server 10.0.0.2:6443 backup; }",
          "server { listen 6443; }",
          "server { proxy_pass 127.0.0.1:1; }",
          "server { listen 0; proxy_pass 127.0.0.1:1; }",
          "server { listen 65536; proxy_pass 127.0.0.1:1; }",
          "server { listen 127.0.0.1:x; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443 default_server; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443 backlog=0; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443 foo; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443 udp ssl; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443 ssl; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443; proxy_pass kube; }",
          "server { listen 6443; proxy_pass 127.0.0.1:99999; }",
          "server { listen 6443;\n listen 6443; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443; proxy_pass 127.0.0.1:1; }\nserver { listen *:6443; proxy_pass 127.0.0.1:1; }",
          "server { listen 6443; proxy_pass 127.0.0.1:1 }",
          "server { listen 6443\n proxy_pass 127.0.0.1:1; }",
          "server { listen 6443; proxy_timeout 1m\n proxy_pass 127.0.0.1:1; }",
          "server { listen 6443; proxy_pass 127.0.0.1:1; };",
          "server { listen 6443; proxy_pass 127.0.0.1:1; } }",
          "{ }",
          "access_log \"off\"x;",
          "error_log stderr verbose;",
          "include a b;",
          "listen 6443;",
          "http2 on;",
          "content_by_lua_block { ngx.say('}') }");

  private static final List<String> REFUSED_HTTP =
      List.of(
          "upstream k { server 10.0.0.1:99999; } ",
          "server { location / { proxy_pass 127.0.0.1:1; } }",
          "server { location / { proxy_pass http://127.0.0.1:x/; } }",
          "server { location / { return ok1 2; } }",
          "server { location / { }\n location / { } }",
          "server { location = / { }\n location / { }\n location = / { } }",
          "server { location ! / { } }",
          "server { proxy_pass http://127.0.0.1:1; }",
          "server { listen 80;\n listen *:80; }",
          "server { listen 8443 ssl; }",
          "server { listen 80 udp; }",
          "server { if $host = a { return 404; } }",
          "keepalive_timeout 1m 2m 3m;",
          "client_max_body_size 1x;",
          "gzip maybe;",
          "gzip_comp_level 10;",
          "proxy_buffers 8;",
          "proxy_buffers 0 8k;",
          "autoindex_format yaml;",
          "server { location /a { stub_status on off; } }",
          "server_tokens off\n gzip on;",
          "headers_more_foo on;");

  private static final List<String> MAIN =
      List.of(
          "",
          "events {}",
          "events { worker_connections 1024; multi_accept on; use epoll; }",
          "worker_processes auto; worker_rlimit_nofile 65535; worker_shutdown_timeout 10s; events {}",
          "error_log stderr notice; events { }",
          "events {}\n\nhttp {",
          "events {}\nuser a b c;",
          "events {} worker_processes two;",
          "events {} worker_rlimit_nofile 1k;",
          "events { worker_connections ten; }",
          "events { use kpoll; }",
          "events {}\nevents {}",
          "events {} user \"x",
          "events {} timer_resolution",
          "# nothing\n",
          "events {}\nstream { server { listen 1; proxy_pass 127.0.0.1:1; } } stream {}",
          "events {} ssl_engine;",
          "\uFEFFevents {}",
          "events {} \0",
          "daemon off; master_process on; events {} http { server { listen 127.0.0.1:1; } }",
          "evnts {}");

  private record Said(Verdict verdict, List<Integer> lines, String text) {}

  @Test
  void everyVerdictAndItsLineAreThoseOfNginx() {
    List<String> texts = new ArrayList<>(MAIN);
    ACCEPTED.forEach(text -> texts.add(stream(text)));
    REFUSED.forEach(text -> texts.add(stream(text)));
    ACCEPTED_HTTP.forEach(text -> texts.add(http(text)));
    REFUSED_HTTP.forEach(text -> texts.add(http(text)));
    List<RealNginx> answers = RealNginx.ofAll(texts);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) compare(texts.get(i), answers.get(i), differences);
    assertEquals("", String.join("\n", differences));
  }

  @Test
  void whatIsMeantToBeAcceptedIsAndWhatIsNotIsNot() {
    for (String text : ACCEPTED) assertEquals(Verdict.ACCEPTED, said(stream(text)).verdict(), text);
    for (String text : ACCEPTED_HTTP)
      assertEquals(Verdict.ACCEPTED, said(http(text)).verdict(), text);
    for (String text : REFUSED) assertEquals(Verdict.REFUSED, said(stream(text)).verdict(), text);
    for (String text : REFUSED_HTTP)
      assertEquals(Verdict.REFUSED, said(http(text)).verdict(), text);
  }

  /** Each row of the table, in each of its places, without arguments and with eight of them. */
  @Test
  void nginxKnowsEveryDirectiveOfTheTableInItsPlacesWithItsNumbersOfArguments() {
    boolean all = Boolean.getBoolean("vipc.nginx.all");
    List<String> texts = new ArrayList<>();
    for (NginxTable.Row row : new NginxTable().rows()) {
      boolean known = row.keyword().since().isEmpty() || row.keyword().since().get().minor() <= 22;
      if (!known || row.keyword().build().isPresent()) continue;
      for (String place : row.contexts()) {
        if (row.keyword().place().equals("mail")) continue;
        if (!all && (row.keyword().name() + place).hashCode() % 12 != 0) continue;
        for (String arguments : List.of("", " 1 2 3 4 5 6 7 8")) {
          String end = row.keyword().field("block").isEmpty() ? ";" : " {}";
          texts.add(within(row.keyword().place(), place, row.keyword().name() + arguments + end));
        }
      }
    }
    List<RealNginx> answers = RealNginx.ofAll(texts);
    List<String> differences = new ArrayList<>();
    Set<String> ofForm =
        Set.of("invalid number", "unknown directi", "directive is no", "is not terminat");
    for (int i = 0; i < texts.size(); i++) {
      String message = answers.get(i).message();
      boolean refused =
          ofForm.stream().anyMatch(form -> message.contains(form))
              && answers.get(i).verdict() == Verdict.REFUSED;
      boolean here = saysForm(texts.get(i));
      if (refused != here) differences.add(texts.get(i) + " -> " + message);
    }
    assertEquals("", String.join("\n", differences));
  }

  private static boolean saysForm(String text) {
    return check(text).stream()
        .anyMatch(
            d -> Set.of("KW001", "KW002", "KW003", "KW004", "KW010").contains(d.rule().code()));
  }

  private static String within(String part, String place, String line) {
    String inner =
        switch (place) {
          case "any", "main" -> "";
          case "location" -> "http {\nserver {\nlocation / {\n";
          case "server-if" -> "http {\nserver {\nif ($a) {\n";
          case "location-if" -> "http {\nserver {\nlocation / {\nif ($a) {\n";
          case "limit_except" -> "http {\nserver {\nlocation / {\nlimit_except GET {\n";
          case "upstream" -> part + " {\nupstream u {\n";
          case "server" -> part + " {\nserver {\n";
          default -> place + " {\n";
        };
    long blocks = inner.chars().filter(c -> c == '{').count();
    String events = place.equals("events") ? "" : "events {}\n";
    return events + inner + line + "\n" + "}\n".repeat((int) blocks);
  }

  private static void compare(String text, RealNginx real, List<String> differences) {
    Said said = said(text);
    boolean verdict = said.verdict() == real.verdict();
    boolean line = real.line().isEmpty() || said.lines().contains(real.line().getAsInt());
    if (verdict && (line || real.verdict() != Verdict.REFUSED)) return;
    differences.add(
        "%s%n  nginx: %s %s %s%n  vipc: %s %s %s"
            .formatted(
                text,
                real.verdict(),
                real.line(),
                real.message(),
                said.verdict(),
                said.lines(),
                said.text()));
  }

  private static Said said(String text) {
    List<Diagnostic> found = check(text);
    Optional<Diagnostic> first =
        found.stream().filter(d -> d.severity() == Severity.ERROR).findFirst();
    boolean warned = found.stream().anyMatch(d -> d.severity() == Severity.WARNING);
    Verdict verdict =
        first.isPresent() ? Verdict.REFUSED : warned ? Verdict.WARNED : Verdict.ACCEPTED;
    return new Said(
        verdict,
        first.map(NginxVerdictsTest::lines).orElse(List.of()),
        first.map(Diagnostic::message).orElse(""));
  }

  /**
   * The lines that a finding is about. nginx names the line on which it stopped: that of a label,
   * or of the file's end where something is not closed.
   */
  private static List<Integer> lines(Diagnostic finding) {
    List<Integer> lines = new ArrayList<>();
    lines.add(finding.span().startPosition().line());
    finding.labels().forEach(label -> lines.add(label.span().startPosition().line()));
    boolean open = Set.of("SYN001", "SYN002", "SYN060").contains(finding.rule().code());
    if (open) lines.add(finding.span().file().lineCount());
    return lines;
  }

  private static List<Diagnostic> check(String text) {
    SourceFile file = new SourceFile("nginx.conf", text);
    CheckResult result =
        Compiler.check(
            new CheckRequest(
                "nginx", Optional.of(new Version(1, 22, 1)), List.of(), List.of(file)));
    return result.files().getFirst().diagnostics();
  }

  private static String stream(String lines) {
    return "events {}\nstream {\n" + lines + "\n}\n";
  }

  private static String http(String lines) {
    return "events {}\nhttp {\n" + lines + "\n}\n";
  }
}
