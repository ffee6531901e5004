package dev.vipc.lower.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Hole;
import dev.vipc.model.Parts;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.Proxy.Mode;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HaproxyFormatTest {
  @Test
  void theNearestUnnamedDefaultsAppliesAndTheOneBeforeItIsForgotten() {
    List<Proxy> proxies =
        proxies(
            """
            defaults
              mode tcp
              timeout client 1m
            frontend a
              bind :80
            defaults
              timeout client 2s
            frontend b
              bind :81
            """);
    assertTrue(proxies.get(0).mode().is(Mode.TCP));
    assertTrue(proxies.get(1).mode().isUnset());
    assertTrue(proxies.get(1).timeouts().client().is(Duration.ofSeconds(2)));
    assertEquals("2s", proxies.get(1).timeouts().client().span().orElseThrow().text());
  }

  @Test
  void aSectionTakesTheDefaultsThatItNames() {
    List<Proxy> proxies =
        proxies(
            """
            defaults base
              mode tcp
              retries 2
            defaults web from base
              mode http
            defaults
              mode http
            backend a from base
              server s 10.0.0.1:80
            backend b from web
              server s 10.0.0.1:80
            """);
    assertTrue(proxies.get(0).mode().is(Mode.TCP));
    assertTrue(proxies.get(1).mode().is(Mode.HTTP));
    assertTrue(proxies.get(1).retries().is(2));
  }

  @Test
  void repeatedOptionsStandAtThePlacesOfTheirOwnLine() {
    List<Server> servers =
        proxies(
                """
                defaults
                  default-server inter 3s
                backend b
                  server a 10.0.0.1:6443 check fall 2
                  server bb 10.0.0.22:6443 check fall 2
                  server ccc 10.0.0.111:6443 check fall 2
                  server d 10.0.0.1:6443 check fall 2
                """)
            .getFirst()
            .servers();
    for (Server server : servers) {
      assertTrue(server.fall().is(2));
      assertEquals(server.span().end(), server.fall().span().orElseThrow().end());
      assertEquals("2", server.fall().span().orElseThrow().text());
      assertEquals("2:24", place(server.interval()));
    }
  }

  @Test
  void anotherDefaultServerChangesRepeatedOptions() {
    List<Server> servers =
        proxies(
                """
                backend b
                  server a 10.0.0.1:6443 check fall 2
                  server b 10.0.0.2:6443 check fall 2
                  server c 10.0.0.3:6443 check fall 2
                  default-server ssl inter 4s
                  server d 10.0.0.4:6443 check fall 2
                  server e 10.0.0.5:6443 check fall 2
                """)
            .getFirst()
            .servers();
    assertEquals(
        List.of(false, false, false, true, true), servers.stream().map(Server::tls).toList());
    assertEquals("5:28", place(servers.getLast().interval()));
  }

  private static String place(Setting<?> setting) {
    var at = setting.span().orElseThrow().startPosition();
    return at.line() + ":" + at.column();
  }

  @Test
  void defaultServerHoldsForTheServersBelowItOnly() {
    List<Server> servers =
        proxies(
                """
                backend b
                  server a 10.0.0.1:6443
                  default-server inter 10s check fall 2 ssl
                  default-server fall 4
                  server b 10.0.0.2:6443 inter 500 no-check port 80
                  server c 10.0.0.3:6443
                """)
            .getFirst()
            .servers();
    assertFalse(servers.get(0).checked());
    assertTrue(servers.get(0).interval().isUnset());
    assertFalse(servers.get(1).checked());
    assertTrue(servers.get(1).interval().is(Duration.ofMillis(500)));
    assertTrue(servers.get(1).fall().is(4));
    assertFalse(servers.get(1).checkTls());
    assertTrue(servers.get(2).checked() && servers.get(2).tls() && servers.get(2).checkTls());
  }

  @Test
  void theArgumentOfAnOptionIsNoOption() {
    Server server =
        proxies("backend b\n server s 10.0.0.1:80 cookie check weight 7\n")
            .getFirst()
            .servers()
            .getFirst();
    assertFalse(server.checked());
    assertTrue(server.weight().is(7));
  }

  @Test
  void inheritedStepsHoldUntilTheSectionSaysSomethingOfItsOwn() {
    List<Proxy> proxies =
        proxies(
            """
            defaults
              option httpchk GET /readyz
              http-check connect ssl
              http-check expect status 200
            backend a
              server s 10.0.0.1:6443 check
            backend b
              http-check expect status 401
              server s 10.0.0.1:6443 check
            backend c
              option ssl-hello-chk
              server s 10.0.0.1:6443 check
            """);
    CheckMethod a = proxies.get(0).check().orElseThrow();
    assertTrue(a.tls() && a.inherited());
    assertTrue(a.path().is("/readyz"));
    assertEquals(1, proxies.get(1).check().orElseThrow().steps().size());
    assertEquals(
        List.of(CheckMethod.Kind.HTTP, CheckMethod.Kind.TLS_HELLO),
        proxies.get(2).checks().stream().map(CheckMethod::kind).toList());
  }

  @Test
  void aTcpCheckIsAScriptOnlyWhereItExpectsSomething() {
    String text = "backend b\n option tcp-check\n tcp-check connect ssl\n";
    assertEquals(CheckMethod.Kind.CONNECT, proxies(text).getFirst().check().orElseThrow().kind());
    assertEquals(
        CheckMethod.Kind.TCP_SCRIPT,
        proxies(text + " tcp-check expect string ok\n").getFirst().check().orElseThrow().kind());
  }

  @Test
  void aBindLineListsSeveralAddressesAndRangesOfPorts() {
    var listeners =
        proxies("frontend f\n bind *:6443,[::]:7000-7003,:::8001,ipv4@10.0.0.1:90 ssl\n")
            .getFirst()
            .listeners();
    assertEquals(
        List.of("*:6443", "[::]:7000", "[::]:8001", "10.0.0.1:90"),
        listeners.stream().map(l -> l.address().value().orElseThrow().toString()).toList());
    assertTrue(listeners.get(1).listensOn(7003));
    assertFalse(listeners.get(1).listensOn(7004));
    assertEquals("[::]:7000-7003", listeners.get(1).span().text());
    assertTrue(listeners.getFirst().tls());
  }

  @Test
  void timesHaveUnitsAndAreMillisecondsWithout() {
    assertEquals(Duration.ofMillis(50000), Time.parse("50000").orElseThrow());
    assertEquals(Duration.ofHours(1), Time.parse("1h").orElseThrow());
    assertEquals(Duration.ofNanos(7000), Time.parse("7us").orElseThrow());
    for (String bad : List.of("", "s", "1.5s", "-1s", "1S", "25d", "99999999999999999999"))
      assertTrue(Time.parse(bad).isEmpty(), bad);
  }

  @Test
  void theLogFormatThatCountsIsTheLastOneOfAFrontend() {
    String defaults = "defaults\n mode tcp\n option httplog\n option http-server-close\n";
    assertEquals(
        List.of("option httplog", "option http-server-close"),
        httpOnly(proxies(defaults + "frontend f\n bind :80\n")));
    assertEquals(
        List.of("option http-server-close"),
        httpOnly(proxies(defaults + "frontend f\n option tcplog\n")));
    assertEquals(
        List.of(), httpOnly(proxies(defaults + "backend f\n no option http-server-close\n")));
  }

  @Test
  void aVariableThatGlobalSetsIsNoHole() {
    Parts parts =
        parts(
            """
            global
              setenv PORT 7443
            listen l
              bind ${ADDR}:${PORT}
              server ${NAME} <IP address>:${PORT} check
            """);
    assertEquals(
        List.of("${ADDR}", "${NAME}", "<IP address>"),
        parts.all(Hole.class).stream().map(hole -> hole.name().value()).toList());
    Proxy proxy = parts.all(ProxyDaemon.class).getFirst().proxies().getFirst();
    assertTrue(proxy.listeners().getFirst().address() instanceof Setting.Unknown);
    assertTrue(proxy.servers().getFirst().checked());
  }

  @Test
  void aFileIsRecognisedByItsSections() {
    var format = new HaproxyFormat();
    assertTrue(format.owns("haproxy.cfg"));
    assertEquals(2, format.recognises(new SourceFile("lb.cfg", "\nfrontend f # x\n")));
    assertEquals(1, format.recognises(new SourceFile("-", "defaults\n  mode tcp\n")));
    assertEquals(0, format.recognises(new SourceFile("setup.cfg", "[global]\nserver x\n")));
    assertEquals(0, format.recognises(new SourceFile("x.md", "listen closely\nand more\n")));
  }

  private static List<String> httpOnly(List<Proxy> proxies) {
    return proxies.getFirst().httpOnlyOptions().stream().map(Located::value).toList();
  }

  private static List<Proxy> proxies(String text) {
    return parts(text).all(ProxyDaemon.class).getFirst().proxies();
  }

  private static Parts parts(String text) {
    return new HaproxyFormat()
        .read(new SourceFile("haproxy.cfg", text), Targets.NONE, new Findings());
  }
}
