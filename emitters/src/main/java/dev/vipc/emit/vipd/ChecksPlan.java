package dev.vipc.emit.vipd;

import dev.vipc.emit.Build;
import dev.vipc.source.Span;
import dev.vipc.spec.Probe;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a node's virtual routers ask again and again. */
final class ChecksPlan {
  private static final int OK = 200;

  private final Build build;
  private final SpecNode node;
  private final PlanText text;

  ChecksPlan(Build build, SpecNode node) {
    this.build = build;
    this.node = node;
    this.text = new PlanText(build);
  }

  List<Map<String, Object>> values() {
    return build.spec().tracksOn(node, VirtualAddress.Engine.VIPD).stream()
        .filter(track -> !(track instanceof Track.OfInterface))
        .map(this::check)
        .toList();
  }

  private Map<String, Object> check(Track track) {
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("name", text.name(track.name(), named(track)));
    check.put("question", question(track));
    track
        .timing()
        .ifPresent(
            timing -> {
              check.put("intervalMillis", text.millis(timing.interval(), 100, PlanText.DAY_MILLIS));
              check.put("timeoutMillis", text.millis(timing.timeout(), 10, PlanText.DAY_MILLIS));
              check.put("rise", text.integer(timing.rise(), 1, 100));
              check.put("fall", text.integer(timing.fall(), 1, 100));
            });
    refuseOther(track);
    return check;
  }

  /** What a check's name is made of. */
  private static Span named(Track track) {
    return switch (track) {
      case Track.OfScript script -> script.path().span();
      case Track.OfProcess process -> process.process().span();
      case Track.OfProxy _, Track.OfApiServer _, Track.OfInterface _ -> track.span();
    };
  }

  private Map<String, Object> question(Track track) {
    Map<String, Object> question = new LinkedHashMap<>();
    switch (track) {
      case Track.OfProcess process -> {
        question.put("kind", "process");
        question.put("process", text.word(process.process()));
      }
      case Track.OfScript script -> {
        refuseUser(script);
        question.put("kind", "script");
        question.put("command", List.of(text.word(script.path())));
      }
      case Track.OfApiServer server -> request(question, probe(server), OK);
      case Track.OfProxy proxy -> {
        SpecProxy watched = build.spec().proxy(proxy.proxy().value()).orElseThrow();
        request(question, probe(proxy), watched.check().expect().value());
        if (watched.check().type().value() == SpecProxy.Check.Type.TLS_HELLO)
          question.put("kind", "tls");
      }
      case Track.OfInterface _ -> throw new IllegalStateException("no check: " + track);
    }
    return question;
  }

  private Probe probe(Track track) {
    return build.spec().probe(track).orElseThrow();
  }

  private static void request(Map<String, Object> question, Probe probe, int status) {
    Optional<String> path = probe.path();
    question.put("kind", path.isEmpty() ? "tcp" : probe.tls() ? "https" : "http");
    question.put("address", probe.at().host());
    question.put("port", probe.at().port().orElseThrow());
    path.ifPresent(
        wanted -> {
          question.put("path", wanted);
          question.put("status", status);
        });
  }

  private void refuseUser(Track.OfScript script) {
    if (script.user().isWritten())
      build.refuse(
          script.user().span(),
          "vipd runs scripts as its own user, which may not become another",
          "remove `user`, and let the user `vipd` run the script");
  }

  /** Two virtual addresses may track one thing, but a plan has one check for it. */
  private void refuseOther(Track track) {
    for (VirtualAddress address : build.spec().virtualAddresses())
      for (Track other : address.tracks().value())
        if (address.engine().value() == VirtualAddress.Engine.VIPD
            && address.isHeldBy(node)
            && other.name().equals(track.name())
            && !same(track, other))
          build.refuse(
              other.span(),
              "two different checks on one node are called `%s`".formatted(track.name()),
              "give both the same interval, timeout, rise and fall, or the scripts different file names");
  }

  private static boolean same(Track one, Track other) {
    return times(one).equals(times(other)) && asked(one).equals(asked(other));
  }

  private static List<Object> times(Track track) {
    return track
        .timing()
        .map(
            timing ->
                List.<Object>of(
                    timing.interval().value(),
                    timing.timeout().value(),
                    timing.rise().value(),
                    timing.fall().value()))
        .orElse(List.of());
  }

  private static String asked(Track track) {
    return switch (track) {
      case Track.OfProcess process -> process.process().value();
      case Track.OfScript script -> script.path().value();
      case Track.OfApiServer _ -> "";
      case Track.OfProxy proxy -> proxy.proxy().value();
      case Track.OfInterface other -> other.iface().value();
    };
  }
}
