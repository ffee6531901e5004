package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SysctlSetting;
import dev.vipc.picture.Holder;
import dev.vipc.picture.VirtualAddresses;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** KA032. */
@AutoService(Rule.class)
public final class ProxyBindsAbsentAddress implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA032",
              "proxy-binds-absent-address",
              Severity.ERROR,
              """
              A proxy binds the virtual address itself, and the machine's kernel refuses addresses that it does not hold.

              Only the holder has the address. On every other machine HAProxy ends with "cannot bind socket (Cannot assign \
              requested address)" and nginx with "bind() failed (99)", so the proxy is not there when the address comes. \
              With `net.ipv4.ip_nonlocal_bind = 1` it may listen before. Source: Linux, ip-sysctl; HAProxy's \
              management guide.

              The rule speaks where files of the machine (or of the deployment) set kernel parameters: it is an error where one sets the \
              parameter to 0, and a warning where none sets it, since another file may. It is silent without such files, \
              where a script calls `sysctl` for it, and for a listener with `transparent`. A proxy that listens on every \
              address does not need the parameter.

              Set the parameter to 1, or listen on every address.
              """)
          .withFix();
  private static final Pattern TRANSPARENT = Pattern.compile("\\stransparent(\\s|$)");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<SysctlSetting> all = deployment.all(SysctlSetting.class).toList();
    if (all.isEmpty()) return;
    VirtualAddresses virtual = VirtualAddresses.of(deployment);
    for (Node node : deployment.nodes()) {
      List<SysctlSetting> own = node.parts().all(SysctlSetting.class);
      for (Holder holder : virtual.of(node))
        boundTo(node, holder.address())
            .ifPresent(
                listener -> judge(deployment, holder, listener, own.isEmpty() ? all : own, out));
    }
  }

  private static Optional<Span> boundTo(Node node, IpAddress address) {
    return node.parts().all(ProxyDaemon.class).stream()
        .filter(daemon -> daemon.engine() != ProxyDaemon.Engine.ENVOY)
        .filter(daemon -> daemon.engine() != ProxyDaemon.Engine.VIPD)
        .filter(daemon -> daemon.engine() != ProxyDaemon.Engine.LVS)
        .flatMap(daemon -> daemon.proxies().stream())
        .flatMap(proxy -> proxy.listeners().stream())
        .filter(listener -> isAt(listener, address) && !isTransparent(listener))
        .map(listener -> listener.address().span().orElse(listener.span()))
        .findFirst();
  }

  private static boolean isAt(Proxy.Listener listener, IpAddress address) {
    return listener
        .address()
        .value()
        .flatMap(HostPort::address)
        .filter(address::equals)
        .isPresent();
  }

  private static boolean isTransparent(Proxy.Listener listener) {
    Span span = listener.span();
    return TRANSPARENT.matcher(span.file().restOfLine(span.end())).find();
  }

  private static void judge(
      Deployment deployment, Holder holder, Span listener, List<SysctlSetting> set, Reporter out) {
    String name = "net.%s.ip_nonlocal_bind".formatted(holder.address().isV6() ? "ipv6" : "ipv4");
    Optional<SysctlSetting> line =
        set.stream()
            .filter(setting -> setting.name().value().equals(name))
            .reduce((_, last) -> last);
    if (line.isEmpty() && !isSetByScript(deployment, name))
      out.report(notSet(holder, listener, name, set.getLast()));
    else if (line.isPresent() && line.get().value().value().equals("0"))
      out.report(switchedOff(holder, listener, name, line.get()));
  }

  private static boolean isSetByScript(Deployment deployment, String name) {
    return deployment
        .all(SetupScript.class)
        .anyMatch(script -> script.file().text().contains(name.substring("net.".length())));
  }

  private static Diagnostic found(Holder holder, Span listener, String why) {
    return Diagnostic.of(
            META,
            listener,
            "the proxy cannot bind `%s` while another machine holds it: %s"
                .formatted(holder.address(), why))
        .also(holder.place(), "the address moves between machines");
  }

  private static Diagnostic switchedOff(
      Holder holder, Span listener, String name, SysctlSetting line) {
    return found(holder, listener, "`%s` is 0".formatted(name))
        .also(line.value().span(), "set to 0 here")
        .help("set `%s` to 1".formatted(name))
        .fix(Fix.replace(line.value().span(), "1", "allow it"));
  }

  private static Diagnostic notSet(Holder holder, Span listener, String name, SysctlSetting last) {
    Span end = endOfLine(last.value().span());
    return found(holder, listener, "no file sets `%s`".formatted(name))
        .as(Severity.WARNING)
        .also(last.name().span(), "kernel parameters are set here")
        .help("add `%s = 1`, or listen on every address".formatted(name))
        .fix(Fix.replace(end, "\n%s = 1".formatted(name), "set it beside the others"));
  }

  private static Span endOfLine(Span value) {
    String text = value.file().text();
    int end = value.end();
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') end++;
    return value.file().span(end, end);
  }
}
