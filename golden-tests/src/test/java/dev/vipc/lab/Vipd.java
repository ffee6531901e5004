package dev.vipc.lab;

import dev.vipc.agent.Main;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.net.ntp.NTPUDPClient;

/** vipd with the classes of this build, as its launcher runs it. */
public final class Vipd {
  /** For a shell that has {@link #environment}; {@code $PLAN} is the plan. */
  public static final String LAUNCHER =
      """
      java() { exec "$JAVA" -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -XX:TieredStopAtLevel=1 -Xmx48m \\
        --enable-native-access=ALL-UNNAMED -cp "$CLASSES" dev.vipc.agent.Main "$@"; }
      prepare_plan() { (java prepare "$1"); }
      start_vip() { VIPD_SUPERVISOR=$$ VIPD_PLAN=$plan java vip "$copy"; }
      start_proxy() { VIPD_SUPERVISOR=$$ VIPD_PLAN=$plan java proxy "$copy"; }
      . "$SUPERVISE"
      run "$PLAN"
      """;

  private Vipd() {}

  /** {@code NAME=value} each. */
  public static List<String> environment() {
    return List.of(
        "JAVA=" + Path.of(System.getProperty("java.home"), "bin", "java"),
        "CLASSES=" + classes(),
        "SUPERVISE=" + Path.of("..", "launch", "supervise.sh").toAbsolutePath().normalize());
  }

  private static String classes() {
    return Stream.of(
            Main.class,
            PrometheusTextFormatWriter.class,
            Labels.class,
            NTPUDPClient.class,
            PrometheusProperties.class)
        .map(Vipd::place)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
