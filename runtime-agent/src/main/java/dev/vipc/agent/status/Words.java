package dev.vipc.agent.status;

import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.VirtualRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The words that every form of the status uses. */
final class Words {
  private Words() {}

  static String of(RouterState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Why nothing is heard of the vip process. */
  static String silence(RoutersView routers) {
    boolean hangs =
        routers.pid() != 0
            && ProcessHandle.of(routers.pid()).map(ProcessHandle::isAlive).orElse(false);
    return hangs ? "hangs" : "does not run";
  }

  static String of(TrackState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static String of(VirtualRouter.Track track) {
    return switch (track) {
      case VirtualRouter.Track.OfCheck(var check, _) -> check;
      case VirtualRouter.Track.OfInterface(var iface, _) -> iface;
    };
  }

  static String of(Listen listen) {
    return listen
        .address()
        .map(
            address -> {
              String text = address.getHostAddress();
              return text.contains(":") ? "[" + text + "]" : text;
            })
        .orElse("*")
        .concat(":" + listen.port());
  }

  /** The two largest units of how long ago something was: {@code 3d 4h}, {@code 12.3s}. */
  static String ago(Instant then, Instant now) {
    return length(Duration.between(then, now));
  }

  static String length(Duration time) {
    if (time.isNegative()) return "0.0s";
    if (time.toMinutes() == 0) return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    if (time.toHours() == 0) return time.toMinutes() + "m " + time.toSecondsPart() + "s";
    if (time.toDays() == 0) return time.toHours() + "h " + time.toMinutesPart() + "m";
    return time.toDays() + "d " + time.toHoursPart() + "h";
  }

  /** {@code 512 B}, {@code 1.4 KiB} … */
  static String bytes(long count) {
    if (count < 1024) return count + " B";
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double rest = count / 1024.0;
    int unit = 0;
    while (rest >= 1024 && unit < units.length - 1) {
      rest /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", rest, units[unit]);
  }
}
