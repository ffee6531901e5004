package dev.vipc.agent.plan;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads a plan and refuses a bad one, with the place and what to write for each fault. */
public final class PlanReader {
  static final int MOST_ENTRIES = 1_000;
  private static final int HIGHEST_PORT = 65_535;
  private static final int DAY = 86_400_000;
  private static final int MOST_CONNECTIONS = 10_000_000;

  private final List<Problem> problems = new ArrayList<>();
  private final PlanMeaning meaning = new PlanMeaning(problems::add);

  private PlanReader() {}

  /**
   * What reading gave.
   *
   * @param plan absent where there is a problem
   * @param problems in the order of their places
   */
  public record Reading(Optional<Plan> plan, List<Problem> problems) {}

  public static Reading read(String text) {
    JsonParser.Parsed parsed = JsonParser.parse(text);
    if (parsed.fault().isPresent())
      return new Reading(Optional.empty(), List.of(parsed.fault().get()));
    return new PlanReader().read(parsed.value().orElseThrow());
  }

  private Reading read(Json value) {
    if (!(value instanceof Json.Object object))
      return new Reading(
          Optional.empty(),
          List.of(
              new Problem(
                  Problem.Kind.SHAPE,
                  value.place(),
                  "a plan is an object, and this is " + value.kind(),
                  "begin with `{`")));
    Fields fields = new Fields(object, problems::add);
    Plan plan = plan(fields);
    fields.end();
    if (problems.isEmpty()) meaning.judge(plan);
    if (problems.size() > 1) problems.sort(Comparator.comparing(Problem::place));
    return new Reading(
        problems.isEmpty() ? Optional.of(plan) : Optional.empty(), List.copyOf(problems));
  }

  private Plan plan(Fields fields) {
    fields.integer("version", 1, 1);
    fields.optionalText("generatedBy", Forms.ANY, "a string");
    return new Plan(
        fields.text("node", Forms.NAME, Forms.NAME_WORDS),
        fields.objects("interfaces", 0, 100, this::networkInterface),
        fields.objects("checks", 0, MOST_ENTRIES, this::check),
        fields.objects("virtualRouters", 0, 255, this::router),
        fields.objects("syncGroups", 0, 255, this::group),
        fields.objects("proxies", 0, 100, this::proxy),
        limits(fields),
        status(fields));
  }

  private Plan.Interface networkInterface(Fields fields) {
    String name = fields.text("name", Forms.INTERFACE, Forms.INTERFACE_WORDS);
    meaning.name("interface", name, fields.place("name"));
    return new Plan.Interface(name, subnets(fields, "subnets", 0));
  }

  private List<Subnet> subnets(Fields fields, String name, int least) {
    return fields.texts(name, least, 100, Forms.SUBNET, Forms.SUBNET_WORDS).stream()
        .flatMap(text -> parsed(text, fields, name, Subnet::parse, Forms.SUBNET_WORDS).stream())
        .toList();
  }

  private Check check(Fields fields) {
    String name = fields.text("name", Forms.NAME, Forms.NAME_WORDS);
    meaning.name("check", name, fields.place("name"));
    return new Check(
        name,
        fields.object("question", true).map(this::question).orElse(new Check.Question.Process("")),
        fields.millis("intervalMillis", 100, DAY, 2_000),
        fields.millis("timeoutMillis", 10, DAY, 1_000),
        fields.integer("rise", 1, 100, 2),
        fields.integer("fall", 1, 100, 2));
  }

  private enum Asked {
    PROCESS,
    TCP,
    TLS,
    HTTP,
    HTTPS,
    SCRIPT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Check.Question question(Fields fields) {
    fields.text("kind", Forms.ANY, "a word");
    Asked asked = fields.word("kind", Asked.values(), Asked::word, Asked.PROCESS);
    Check.Question question =
        switch (asked) {
          case PROCESS ->
              new Check.Question.Process(fields.text("process", Forms.WORD, Forms.WORD_WORDS));
          case TCP -> new Check.Question.Tcp(target(fields));
          case TLS -> new Check.Question.Tls(target(fields));
          case HTTP, HTTPS ->
              new Check.Question.Http(
                  target(fields),
                  asked == Asked.HTTPS,
                  fields
                      .optionalText("path", Forms.URL_PATH, Forms.URL_PATH_WORDS)
                      .orElse("/readyz"),
                  fields.integer("status", 100, 599, 200));
          case SCRIPT ->
              new Check.Question.Script(
                  fields.texts("command", 1, 100, Forms.WORD, Forms.WORD_WORDS));
        };
    fields.end();
    return question;
  }

  private Check.Target target(Fields fields) {
    return new Check.Target(address(fields, "address"), fields.integer("port", 1, HIGHEST_PORT));
  }

  private InetAddress address(Fields fields, String name) {
    String text = fields.text(name, Forms.ADDRESS, Forms.ADDRESS_WORDS);
    return (text.isEmpty()
            ? Optional.<InetAddress>empty()
            : parsed(text, fields, name, Subnet::address, Forms.ADDRESS_WORDS))
        .orElseGet(InetAddress::getLoopbackAddress);
  }

  private <T> Optional<T> parsed(
      String text, Fields fields, String name, Function<String, Optional<T>> parse, String form) {
    Optional<T> value = parse.apply(text);
    if (value.isEmpty())
      fields.meaning(fields.place(name), "`%s` holds `%s`".formatted(name, text), "write " + form);
    return value;
  }

  private VirtualRouter router(Fields fields) {
    String name = fields.text("name", Forms.NAME, Forms.NAME_WORDS);
    VirtualRouter router =
        new VirtualRouter(
            name,
            fields.text("interface", Forms.INTERFACE, Forms.INTERFACE_WORDS),
            fields.integer("routerId", 1, 255),
            fields.integer("version", 2, 3, 3),
            fields.integer("priority", 1, 255),
            fields.millis("advertisementIntervalMillis", 10, 255_000, 1_000),
            fields.object("transport", true).map(this::transport).orElse(nobody()),
            fields.optionalText("password", Forms.PASSWORD, Forms.PASSWORD_WORDS),
            fields.truth("preempt", true),
            fields.millis("preemptDelayMillis", 0, 1_000_000, 0),
            fields.millis("startDelayMillis", 0, 1_000_000, 0),
            fields.truth("virtualMac", false),
            subnets(fields, "addresses", 1),
            fields.objects("tracks", 0, 100, this::track),
            fields
                .object("announcement", false)
                .map(this::announcement)
                .orElse(announcement(5, 5_000, 0)));
    meaning.router(router, fields);
    return router;
  }

  private static VirtualRouter.Transport nobody() {
    return new VirtualRouter.Transport.Multicast(Optional.empty());
  }

  private enum Way {
    UNICAST,
    MULTICAST;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private VirtualRouter.Transport transport(Fields fields) {
    fields.text("kind", Forms.ANY, "a word");
    Way way = fields.word("kind", Way.values(), Way::word, Way.MULTICAST);
    VirtualRouter.Transport transport =
        switch (way) {
          case UNICAST ->
              new VirtualRouter.Transport.Unicast(
                  address(fields, "source"),
                  fields.texts("peers", 1, 254, Forms.ADDRESS, Forms.ADDRESS_WORDS).stream()
                      .flatMap(
                          text ->
                              parsed(text, fields, "peers", Subnet::address, Forms.ADDRESS_WORDS)
                                  .stream())
                      .toList());
          case MULTICAST ->
              new VirtualRouter.Transport.Multicast(
                  fields
                      .optionalText("group", Forms.ADDRESS, Forms.ADDRESS_WORDS)
                      .flatMap(
                          text ->
                              parsed(
                                  text,
                                  fields,
                                  "group",
                                  t -> Subnet.address(t).filter(InetAddress::isMulticastAddress),
                                  "a multicast address")));
        };
    fields.end();
    return transport;
  }

  private VirtualRouter.Track track(Fields fields) {
    int weight = fields.integer("weight", -253, 253, 0);
    boolean ofInterface = fields.has("interface");
    if (ofInterface && fields.has("check"))
      fields.shape(
          fields.place(), "both `check` and `interface` are tracked here", "make two of it");
    return ofInterface
        ? new VirtualRouter.Track.OfInterface(
            fields.text("interface", Forms.INTERFACE, Forms.INTERFACE_WORDS), weight)
        : new VirtualRouter.Track.OfCheck(
            fields.text("check", Forms.NAME, Forms.NAME_WORDS), weight);
  }

  private VirtualRouter.Announcement announcement(Fields fields) {
    VirtualRouter.Announcement read =
        announcement(
            fields.integer("repeat", 1, 100, 5),
            fields.integer("secondAfterMillis", 0, DAY, 5_000),
            fields.integer("refreshMillis", 0, DAY, 0));
    fields.end();
    return read;
  }

  private static VirtualRouter.Announcement announcement(int repeat, int second, int refresh) {
    return new VirtualRouter.Announcement(
        repeat, Duration.ofMillis(second), Duration.ofMillis(refresh));
  }

  private Plan.SyncGroup group(Fields fields) {
    String name = fields.text("name", Forms.NAME, Forms.NAME_WORDS);
    List<String> members = fields.texts("members", 2, 255, Forms.NAME, Forms.NAME_WORDS);
    meaning.group(name, members, fields.place("name"), fields.place("members"));
    return new Plan.SyncGroup(name, members);
  }

  private Proxy proxy(Fields fields) {
    String name = fields.text("name", Forms.NAME, Forms.NAME_WORDS);
    meaning.name("proxy", name, fields.place("name"));
    return ProxyReader.proxy(
        name,
        fields,
        text -> parsed(text, fields, "listen", Listen::parse, Forms.LISTEN_WORDS),
        meaning);
  }

  private Plan.Limits limits(Fields fields) {
    Optional<Fields> written = fields.object("limits", false);
    int connections =
        written.map(f -> f.integer("connections", 1, MOST_CONNECTIONS, 20_000)).orElse(20_000);
    int enough = enoughMebibytes(connections);
    int memory =
        written.map(f -> f.integer("memoryMebibytes", 16, 1_048_576, enough)).orElse(enough);
    written.ifPresent(Fields::end);
    return new Plan.Limits(connections, memory);
  }

  /** 48 MiB and 4 KiB a connection, as benchmarks/agent/idle.sh measures with room to spare. */
  private static int enoughMebibytes(int connections) {
    return Math.max(128, 48 + (connections >> 8));
  }

  private Plan.Status status(Fields fields) {
    Optional<Fields> written = fields.object("status", false);
    Optional<Listen> listen =
        written.flatMap(
            f ->
                f.optionalText("listen", Forms.LISTEN, Forms.LISTEN_WORDS)
                    .flatMap(text -> parsed(text, f, "listen", Listen::parse, Forms.LISTEN_WORDS)));
    Optional<String> socket =
        written.flatMap(f -> f.optionalText("controlSocket", Forms.FILE, Forms.FILE_WORDS));
    written.ifPresent(Fields::end);
    return new Plan.Status(
        listen.orElse(new Listen(Optional.of(InetAddress.ofLiteral("127.0.0.1")), 9640)),
        socket.orElse("/run/vipd/control.sock"));
  }
}
