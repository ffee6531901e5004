package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.spec.SpecProxy.Check;
import dev.vipc.spec.SpecProxy.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reports what a person wrote of a proxy and its engine has no use for. */
final class EngineFit {
  /** A field, as the spec calls it. */
  private record Field(String name, Chosen<?> value) {}

  private EngineFit() {}

  static void check(SpecProxy proxy, List<VirtualAddress> addresses, Reporter out) {
    Engine engine = proxy.engine().value();
    if (engine == Engine.NGINX)
      checks(proxy, isTracked(proxy, addresses))
          .forEach(
              field ->
                  report(
                      field,
                      "`%s` means nothing to nginx, which makes no health checks",
                      "remove it; `passive` says when nginx leaves a server out",
                      out));
    if (engine.countsFailures())
      report(
          List.of(new Field("queue", proxy.timeouts().queue())),
          "`%s` means nothing to " + engine.word() + ", which has no queue for servers",
          "remove it",
          out);
    else
      report(
          List.of(
              new Field("failures", proxy.passive().failures()),
              new Field("pause", proxy.passive().pause())),
          "`%s` means nothing to " + engine.word() + ", which does not count clients' failures",
          "remove it, or write the engine nginx or envoy",
          out);
  }

  /** Whether the check script of a virtual address asks this proxy. */
  static boolean isTracked(SpecProxy proxy, List<VirtualAddress> addresses) {
    return addresses.stream()
        .flatMap(address -> address.tracks().value().stream())
        .anyMatch(
            track ->
                track instanceof Track.OfProxy of
                    && of.proxy().value().equals(proxy.name().value()));
  }

  /** A script that asks the proxy takes the type and the path from the check. */
  private static Stream<Field> checks(SpecProxy proxy, boolean tracked) {
    Check check = proxy.check();
    List<Field> fields = new ArrayList<>();
    if (!tracked) {
      fields.add(new Field("type", check.type()));
      fields.add(new Field("path", check.path()));
    }
    fields.add(new Field("expect", check.expect()));
    fields.add(new Field("verify", check.verify()));
    fields.add(new Field("interval", check.interval()));
    fields.add(new Field("timeout", check.timeout()));
    fields.add(new Field("rise", check.rise()));
    fields.add(new Field("fall", check.fall()));
    return fields.stream();
  }

  private static void report(List<Field> fields, String message, String help, Reporter out) {
    fields.forEach(field -> report(field, message, help, out));
  }

  private static void report(Field field, String message, String help, Reporter out) {
    if (field.value().isWritten())
      out.report(
          Diagnostic.of(VALUE_WITHOUT_EFFECT, field.value().span(), message.formatted(field.name()))
              .help(help));
  }
}
