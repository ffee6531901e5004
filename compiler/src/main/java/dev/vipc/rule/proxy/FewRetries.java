package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** HX020: connections that are not tried at another API server. */
@AutoService(Rule.class)
public final class FewRetries implements Rule {
  private static final int FEW = 2;
  private static final RuleMeta META =
      new RuleMeta(
              "HX020",
              "connection-not-redispatched",
              WARNING,
              """
              A connection that an API server refuses is not tried at another one, or only once.

              Until its checks take a dead server out (6 s with the defaults), HAProxy goes on choosing it. `retries` is how often \
              a connection is tried again, and without `option redispatch` each try goes to the same server: of clients of \
              two servers, one of which refuses, half waited for 3 s and failed; with `option redispatch` all succeeded at once \
              (measured with 2.6.12). `retries` below 2 without it is a warning; with it, two dead servers of three are enough to \
              fail, which is an information, as is `option redispatch` missing beside more retries. Both count only before data \
              was exchanged.

              Write `option redispatch` and `retries 3` in the backend.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Set<Span> told = new HashSet<>();
    for (ApiServerBackend api : HaproxyFiles.backends(deployment)) {
      if (api.backend().servers().stream().mapToInt(server -> server.count()).sum() < 2) continue;
      check(api, told, out);
    }
  }

  private static void check(ApiServerBackend api, Set<Span> told, Reporter out) {
    List<Located<String>> options = api.backend().options();
    boolean elsewhere = options.stream().anyMatch(option -> option.value().equals("redispatch"));
    Setting<Integer> retries = api.backend().retries();
    if (retries instanceof Setting.Given<Integer>(var count, var place) && count < FEW) {
      if (told.add(place)) out.report(few(count, place, elsewhere));
    } else if (!elsewhere && !retries.isUnknown() && HaproxyFiles.seesDefaults(api.backend())) {
      out.report(
          Diagnostic.of(
                  META,
                  api.backend().name().span(),
                  "without `option redispatch` each retry goes to the server that refused")
              .as(INFO)
              .help("write `option redispatch`")
              .fix(redispatch(api.backend().span())));
    }
  }

  private static Diagnostic few(int count, Span place, boolean elsewhere) {
    String message =
        switch (count) {
          case 0 -> "a connection that fails is not tried again";
          default ->
              elsewhere
                  ? "a connection is tried at one other server only"
                  : "a connection is tried once more, at the server that refused it";
        };
    return Diagnostic.of(META, place, message)
        .as(elsewhere && count > 0 ? INFO : WARNING)
        .help(elsewhere ? "write `retries 3`" : "write `retries 3` and `option redispatch`")
        .fix(new Fix("try three times", false, List.of(new Fix.Edit(place, "3"))));
  }

  private static Fix redispatch(Span header) {
    Span line = header.file().lineAt(header.start());
    Fix.Edit below =
        new Fix.Edit(header.file().span(line.end(), line.end()), "\n    option redispatch");
    return new Fix("try another server", false, List.of(below));
  }
}
