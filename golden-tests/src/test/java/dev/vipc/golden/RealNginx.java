package dev.vipc.golden;

import dev.vipc.check.Verdict;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the installed {@code nginx -t}, with its stream module, says of a text.
 *
 * @param line of the first refusal, where it names one
 */
record RealNginx(Verdict verdict, OptionalInt line, String message) {
  private static final Path STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
  private static final int AT_ONCE = 400;
  private static final Pattern MESSAGE =
      Pattern.compile("\\[(emerg|warn)] \\d+#\\d+: (.*?)(?: in \\S*n\\.conf:(\\d+))?$");

  /**
   * Judges each text by a run of its own, all in one network namespace, since the test of a file
   * binds its addresses.
   */
  static List<RealNginx> ofAll(List<String> texts) {
    List<RealNginx> answers = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += AT_ONCE)
      answers.addAll(judge(texts.subList(from, Math.min(texts.size(), from + AT_ONCE))));
    return answers;
  }

  private static List<RealNginx> judge(List<String> texts) {
    try {
      Path folder = Files.createTempDirectory("vipc-nginx");
      try {
        for (int i = 0; i < texts.size(); i++) {
          Path own = Files.createDirectory(folder.resolve("case" + i));
          Files.writeString(own.resolve("n.conf"), texts.get(i));
        }
        String stream = Files.exists(STREAM) ? "load_module " + STREAM + "; " : "";
        String script =
            """
            ip link set lo up
            echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind
            cd "$1"
            for d in case*; do
              nginx -t -p "$1/$d/" -c "$1/$d/n.conf" -g "%spid nginx.pid;" -e stderr > $d/out 2>&1
              echo $? > $d/status
            done
            """
                .formatted(stream);
        Command.run("unshare", "-n", "sh", "-c", script, "sh", folder.toString());
        List<RealNginx> answers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) answers.add(read(folder.resolve("case" + i)));
        return answers;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealNginx read(Path folder) throws IOException {
    int status = Integer.parseInt(Files.readString(folder.resolve("status")).strip());
    String output = Utf8.read(folder.resolve("out"));
    boolean warned = false;
    for (String text : output.lines().toList()) {
      Matcher m = MESSAGE.matcher(text);
      if (!m.find()) continue;
      warned |= m.group(1).equals("warn");
      if (m.group(1).equals("emerg") && status != 0)
        return new RealNginx(
            Verdict.REFUSED,
            m.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(m.group(3))),
            m.group(2));
    }
    if (status != 0) return new RealNginx(Verdict.REFUSED, OptionalInt.empty(), output);
    return new RealNginx(warned ? Verdict.WARNED : Verdict.ACCEPTED, OptionalInt.empty(), output);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }
}
