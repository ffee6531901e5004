package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/** The keywords of {@code virtual_server} and {@code real_server}, without checkers. */
final class ServerHandlers {
  private static final String PLACE = "virtual_server";
  private static final String REAL = PLACE + "/real_server";
  private static final long MAX_MARK = 0xffffffffL;
  private static final int LONGEST_ENGINE = 15;

  private final Reading reading;

  ServerHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.begin(PLACE, this::begin);
    handlers.refusal(PLACE, keyword -> current().refused.add(keyword));
    handlers.end(PLACE, (_, close) -> end(close));
    on(handlers, "ip_family", this::family);
    on(handlers, "lb_algo", (server, line) -> server.scheduler = line.word(1));
    on(handlers, "lvs_sched", (server, line) -> server.scheduler = line.word(1));
    for (String flag : List.of("hashed", "sh-port", "sh-fallback", "mh-port", "mh-fallback"))
      on(handlers, flag, this::schedulerFlag);
    on(handlers, "ops", (server, line) -> server.onePacket = line.word(0));
    on(handlers, "ha_suspend", (server, line) -> server.haSuspend = line.word(0));
    for (String method : List.of("lb_kind", "lvs_method"))
      on(
          handlers,
          method,
          (server, line) ->
              forwarding(line)
                  .ifPresentOrElse(
                      kind -> server.forwarding = Optional.of(kind),
                      () -> server.refused.add("lb_kind")));
    on(handlers, "persistence_timeout", (server, _) -> server.persistent = true);
    on(handlers, "persistence_granularity", this::granularity);
    on(handlers, "persistence_engine", this::engine);
    on(handlers, "protocol", (server, line) -> server.protocol = line.word(1));
    on(handlers, "inhibit_on_failure", (server, _) -> server.inhibit = true);
    registerNumbers(handlers);
    on(handlers, "sorry_server", this::sorry);
    on(handlers, "sorry_server_inhibit", this::sorryInhibit);
    on(handlers, "sorry_server_lvs_method", this::sorryForwarding);
    registerReal(handlers);
  }

  private void registerNumbers(Handlers handlers) {
    on(handlers, "weight", (server, line) -> server.weight = Numbers.of(line, server.weight));
    on(handlers, "quorum", ServerHandlers::quorum);
    on(handlers, "hysteresis", ServerHandlers::hysteresis);
    for (String script : List.of("quorum_up", "quorum_down"))
      on(
          handlers,
          script,
          (server, line) -> {
            if (reading.once(server.head.span() + script, line))
              reading.scripts.read(line, Scripts.Owner.CHECKS);
          });
  }

  private void registerReal(Handlers handlers) {
    handlers.begin(REAL, this::beginReal);
    handlers.end(REAL, (_, close) -> endReal(close));
    onReal(handlers, "weight", (real, line) -> real.weight = Optional.of(Numbers.of(line, 1)));
    onReal(
        handlers,
        "lvs_method",
        (real, line) -> forwarding(line).ifPresent(kind -> real.forwarding = Optional.of(kind)));
    onReal(
        handlers,
        "inhibit_on_failure",
        (real, line) -> real.inhibit = Optional.of(Reading.bool(line)));
    for (String script : List.of("notify_up", "notify_down"))
      onReal(
          handlers,
          script,
          (real, line) -> {
            if (reading.once(real.span + script, line))
              reading.scripts.read(line, Scripts.Owner.CHECKS);
          });
  }

  private void on(Handlers handlers, String key, BiConsumer<VirtualServer, ReadLine> handler) {
    handlers.line(PLACE + "/" + key, line -> handler.accept(current(), line));
  }

  private void onReal(
      Handlers handlers, String key, BiConsumer<VirtualServer.Real, ReadLine> handler) {
    handlers.line(REAL + "/" + key, line -> handler.accept(current().reals.getLast(), line));
  }

  private VirtualServer current() {
    return reading.servers.getLast();
  }

  private void refuse(RuleMeta rule, Span span, String message, String help) {
    reading.refusals.refuse(rule, span, message, help);
  }

  private boolean begin(ReadLine head) {
    Word first = Reading.argument(head);
    Optional<Word> second = head.word(2);
    if ((first.is("group") || first.is("fwmark")) && second.isEmpty()) {
      refuse(
          KeepalivedFindings.VIRTUAL_SERVER,
          first.span(),
          "`%s` lacks its %s".formatted(first.value(), first.is("group") ? "name" : "number"),
          "write `virtual_server %s X`".formatted(first.value()));
      return false;
    }
    if (first.is("group")) return add(VirtualServer.By.GROUP, first, second, 0, Optional.empty());
    if (first.is("fwmark"))
      return reading.numbers.whole(second.orElseThrow(), 0, MAX_MARK, "`fwmark`").isPresent()
          && add(VirtualServer.By.MARK, first, Optional.empty(), 0, Optional.empty());
    return address(first, second, "virtual server")
        .map(
            real ->
                add(
                    VirtualServer.By.ADDRESS,
                    first,
                    Optional.empty(),
                    real.port,
                    Optional.of(real.address.v6())))
        .orElse(false);
  }

  private boolean add(
      VirtualServer.By by, Word head, Optional<Word> group, int port, Optional<Boolean> v6) {
    reading.servers.add(new VirtualServer(by, head, group, port, v6));
    return true;
  }

  /** An address and a port, of which none and zeros are the same. */
  private Optional<VirtualServer.Real> address(Word word, Optional<Word> port, String what) {
    int number = 0;
    if (port.filter(text -> !text.value().matches("0*")).isPresent()) {
      OptionalLong given = reading.numbers.whole(port.get(), 1, 65535, "a port");
      if (given.isEmpty()) return Optional.empty();
      number = (int) given.getAsLong();
    }
    Optional<Inet> address = Inet.ofSocket(word.value());
    if (address.isEmpty()) {
      refuse(
          KeepalivedFindings.ADDRESS,
          word.span(),
          "the %s `%s` is not an IP address".formatted(what, word.value()),
          "write an address; names are not looked up");
      return Optional.empty();
    }
    return Optional.of(
        new VirtualServer.Real(word.span(), address.get(), number, Optional.empty()));
  }

  private void family(VirtualServer server, ReadLine line) {
    boolean six = Reading.argument(line).is("inet6");
    if (server.v6.filter(now -> now != six).isPresent())
      refuse(
          KeepalivedFindings.SERVER_CONFLICT,
          line.span(),
          "the family is that of the virtual server's address",
          "remove this line");
    else server.v6 = Optional.of(six);
  }

  private void schedulerFlag(VirtualServer server, ReadLine line) {
    Optional<Word> scheduler = server.scheduler;
    boolean fits = scheduler.filter(word -> word.is("sh") || word.is("mh")).isPresent();
    if (!fits)
      refuse(
          KeepalivedFindings.SERVER_CONFLICT,
          line.keywordSpan(),
          "`%s` stands without `lb_algo sh` or `lb_algo mh` above it".formatted(line.keyword()),
          "move it below the scheduler, or remove it");
  }

  private Optional<VirtualServer.Forwarding> forwarding(ReadLine line) {
    boolean ports = false;
    String type = "ipip";
    String sum = "nocsum";
    for (int at = 2; at < line.size(); at++) {
      Word word = line.words().get(at);
      boolean valued = word.is("type") || word.is("port");
      if (valued && at + 1 == line.size())
        return tunnel(word, "`%s` lacks its value".formatted(word.value()));
      if (word.is("type")) {
        type = line.words().get(++at).value();
        if (!Set.of("ipip", "gue", "gre").contains(type))
          return tunnel(line.words().get(at), "`%s` is no type of tunnel".formatted(type));
      } else if (word.is("port")) {
        ports = true;
        if (reading.numbers.whole(line.words().get(++at), 1, 65535, "a port").isEmpty())
          return Optional.empty();
      } else if (Set.of("nocsum", "csum", "remcsum").contains(word.value())) sum = word.value();
      else return tunnel(word, "`%s` is no option of a tunnel".formatted(word.value()));
    }
    Word method = Reading.argument(line);
    if (type.equals("gue") != ports)
      return tunnel(method, "a tunnel has a port if and only if it is of type gue");
    if (type.equals("ipip") && !sum.equals("nocsum") || type.equals("gre") && sum.equals("remcsum"))
      return tunnel(method, "a tunnel of type %s has no %s".formatted(type, sum));
    // of NAT the least is demanded
    boolean unknown = Refusals.isUnknown(method.value());
    return Optional.of(VirtualServer.Forwarding.valueOf(unknown ? "NAT" : method.value()));
  }

  private Optional<VirtualServer.Forwarding> tunnel(Word word, String message) {
    refuse(
        KeepalivedFindings.SERVER_CONFLICT,
        word.span(),
        message,
        "write `TUN type ipip`, `TUN type gre` or `TUN type gue port N`");
    return Optional.empty();
  }

  private void granularity(VirtualServer server, ReadLine line) {
    Word word = Reading.argument(line);
    boolean six = server.v6.orElse(word.value().indexOf('.') < 0);
    boolean valid =
        six
            ? reading.numbers.whole(word, 1, 128, "the granularity of IPv6").isPresent()
            : isMask(word.value());
    if (!valid && !six)
      refuse(
          KeepalivedFindings.SERVER_CONFLICT,
          word.span(),
          "`%s` is no netmask".formatted(word.value()),
          "write one such as 255.255.255.0");
    if (!valid) return;
    if (server.v6.isEmpty()) server.v6 = Optional.of(six);
    server.persistent = true;
  }

  /** As C's getaddrinfo reads a numeric IPv4 address: one to four numbers. */
  private static boolean isMask(String text) {
    return text.matches("(0[xX][0-9a-fA-F]+|\\d{1,10})(\\.(0[xX][0-9a-fA-F]+|\\d{1,8})){0,3}");
  }

  private void engine(VirtualServer server, ReadLine line) {
    Word word = Reading.argument(line);
    if (word.value().length() > LONGEST_ENGINE)
      refuse(
          KeepalivedFindings.SERVER_CONFLICT,
          word.span(),
          "`%s` is too long for a persistence engine".formatted(word.value()),
          "the only one there is is `sip`");
  }

  private static void quorum(VirtualServer server, ReadLine line) {
    server.quorum = Numbers.of(line, server.quorum);
    server.quorumWord = line.word(1);
  }

  private static void hysteresis(VirtualServer server, ReadLine line) {
    server.hysteresis = Numbers.of(line, server.hysteresis);
    server.hysteresisWord = line.word(1);
  }

  private void sorry(VirtualServer server, ReadLine line) {
    Optional<VirtualServer.Real> sorry =
        address(Reading.argument(line), line.word(2), "sorry server");
    sorry.ifPresent(real -> real.forwarding = server.forwarding);
    if (sorry.isPresent()) server.sorry = sorry;
  }

  private void sorryInhibit(VirtualServer server, ReadLine line) {
    if (server.sorry.isPresent()) server.sorryInhibit = true;
    else
      refuse(
          KeepalivedFindings.SERVER_CONFLICT,
          line.keywordSpan(),
          "no sorry_server stands above",
          "move this line below it");
  }

  private void sorryForwarding(VirtualServer server, ReadLine line) {
    if (server.sorry.isEmpty()) sorryInhibit(server, line);
    else
      forwarding(line).ifPresent(kind -> server.sorry.orElseThrow().forwarding = Optional.of(kind));
  }

  private boolean beginReal(ReadLine head) {
    Optional<VirtualServer.Real> real =
        address(Reading.argument(head), head.word(2), "real server");
    if (real.isEmpty()) {
      current().realRefused = true;
      return false;
    }
    real.get().forwarding = current().forwarding;
    current().reals.add(real.get());
    return true;
  }

  private void endReal(Span close) {
    VirtualServer server = current();
    if (server.reals.isEmpty()) return;
    VirtualServer.Real real = server.reals.getLast();
    if (real.forwarding.filter(kind -> kind == VirtualServer.Forwarding.TUN).isPresent()) return;
    if (server.v6.isEmpty()) server.v6 = Optional.of(real.address.v6());
    else if (server.v6.get() != real.address.v6()) {
      families(real.span, close, "real server");
      server.reals.removeLast();
      server.realRefused = true;
    }
  }

  private void end(Span close) {
    VirtualServer server = current();
    if (server.sorry.isEmpty()) return;
    VirtualServer.Real sorry = server.sorry.get();
    if (sorry.forwarding.filter(kind -> kind == VirtualServer.Forwarding.TUN).isPresent()) return;
    if (server.v6.isEmpty()) server.v6 = Optional.of(sorry.address.v6());
    else if (server.v6.get() != sorry.address.v6()) {
      families(sorry.span, close, "sorry server");
      server.sorry = Optional.empty();
    }
  }

  private void families(Span span, Span close, String what) {
    reading.refusals.refuse(
        KeepalivedFindings.SERVER_CONFLICT,
        close,
        "the %s is of another family than the virtual server".formatted(what),
        span,
        "its address",
        "write an address of the same family; only tunnels can mix them");
  }
}
