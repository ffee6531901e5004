package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.Located;
import java.util.Optional;

/** Holds the backends and servers that a proxy names against those that there are. */
final class TargetCheck {
  private final Verdicts out;
  private final Proxies proxies;

  TargetCheck(Verdicts out, Proxies proxies) {
    this.out = out;
    this.proxies = proxies;
  }

  void check(Proxy proxy) {
    proxy
        .settings()
        .defaultBackend()
        .ifPresent(name -> backend(proxy, new Proxy.Target(name, true)));
    for (Proxy.Target target : proxy.targets()) backend(proxy, target);
  }

  private void backend(Proxy proxy, Proxy.Target target) {
    Located<String> name = target.name().located();
    Optional<Proxy> found = proxies.backend(name.value());
    if (found.isEmpty()) {
      out.laterError(
          HaproxyFindings.UNKNOWN_REFERENCE,
          name.span(),
          "no backend is called `" + name.value() + "`",
          "define `backend " + name.value() + "`, or name one that is there");
      return;
    }
    Proxy backend = found.get();
    if (backend == proxy) {
      out.laterError(
          HaproxyFindings.UNKNOWN_REFERENCE,
          name.span(),
          "`%s` is its own %s"
              .formatted(name.value(), target.byDefault() ? "default backend" : "backend"),
          "delete the line, or name another backend");
    } else if (fits(proxy.settings(), backend.settings())) {
      if (target.byDefault() && proxy.serverCount() > 0)
        out.laterWarning(
            HaproxyFindings.WITHOUT_EFFECT,
            name.span(),
            "%s sends all to `%s`, and nothing to its own servers"
                .formatted(proxy.said(), name.value()),
            "delete the servers, or this line");
    } else if (out.asProgram()) {
      // of lint's rules, HX006 says it
      out.later(
          Diagnostic.of(
                  HaproxyFindings.MODES_DIFFER,
                  name.span(),
                  "%s is in another mode than %s".formatted(proxy.said(), backend.said()))
              .also(backend.place(), "the backend is defined here")
              .help("give both the same `mode`"));
    }
  }

  private static boolean fits(ProxySettings frontend, ProxySettings backend) {
    return frontend.mode() == backend.mode()
        || (frontend.mode() == ProxySettings.Mode.TCP && backend.mode() == ProxySettings.Mode.HTTP);
  }
}
