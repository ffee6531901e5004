package dev.vipc.agent.vrrp;

import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Settings of routers under test. */
final class Settings {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;

  private Settings() {}

  static IpAddress address(String text) {
    return IpAddress.of(InetAddress.ofLiteral(text));
  }

  /** Priority 100, one second, preempting, 10.0.0.1 of the group; one virtual address. */
  static RouterSettings version3() {
    return of(3, 100, SECOND, "10.0.0.1");
  }

  static RouterSettings of(int version, int priority, long interval, String source) {
    boolean v6 = source.indexOf(':') >= 0;
    return new RouterSettings(
        51,
        version,
        priority,
        interval,
        address(source),
        List.of(address(v6 ? "ff02::12" : "224.0.0.18")),
        Optional.empty(),
        true,
        0,
        0,
        List.of(address(v6 ? "fe80::100" : "10.0.0.100")),
        5 * SECOND,
        0);
  }

  static RouterSettings withPreemption(RouterSettings s, boolean preempt, long delay) {
    return with(with(s, "preempt", preempt), "preemptDelayNanos", delay);
  }

  static RouterSettings withStartDelay(RouterSettings s, long delay) {
    return with(s, "startDelayNanos", delay);
  }

  static RouterSettings withDestinations(RouterSettings s, List<String> peers) {
    return with(s, "destinations", peers.stream().map(Settings::address).toList());
  }

  static RouterSettings withPassword(RouterSettings s, String password) {
    return with(s, "password", Optional.of(password));
  }

  static RouterSettings withRefresh(RouterSettings s, long refresh) {
    return with(s, "refreshNanos", refresh);
  }

  /** The same but for one component of the record. */
  private static RouterSettings with(RouterSettings s, String changed, Object value) {
    RecordComponent[] components = RouterSettings.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    boolean found = false;
    try {
      for (int i = 0; i < components.length; i++) {
        boolean isIt = components[i].getName().equals(changed);
        found |= isIt;
        types[i] = components[i].getType();
        values[i] = isIt ? value : components[i].getAccessor().invoke(s);
      }
      if (!found) throw new AssertionError("no component " + changed);
      return RouterSettings.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
