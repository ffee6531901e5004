package dev.vipc.golden;

import dev.vipc.check.Verdict;
import dev.vipc.golden.HaproxyCases.Answer;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Files with the mistakes that people make: of at least 99 in 100 {@code vipc check --program
 * haproxy} says what {@code haproxy -c} says, and of 95 in 100 it refuses the same line first. The
 * run takes 300; {@code -Dvipc.haproxy.changed} and {@code -Dvipc.haproxy.seed} ask for more, and
 * {@code -Dvipc.haproxy.sources} for those of a folder.
 */
@RealProgram("haproxy")
final class HaproxyMutationsTest {
  private static final int COUNT = Integer.getInteger("vipc.haproxy.changed", 300);
  private static final int SEED = Integer.getInteger("vipc.haproxy.seed", 5);

  private static final List<String> OTHER_LINES =
      List.of(
          "    mode http",
          "    mode tcp",
          "    option httplog",
          "    option httpchk GET /",
          "    bind *:8443 ssl crt /etc/ssl/site.pem",
          "    default_backend nowhere",
          "    use_backend nowhere if { path_beg /a }",
          "    server s9 192.0.2.9:80 check inter 2s",
          "    stick-table type ip size 1m expire 30s store conn_cur",
          "    http-request deny if !{ src 10.0.0.0/8 }",
          "    http-request set-header X-A %[src]",
          "    acl a path_beg /a",
          "    balance leastconn",
          "    cookie SRV insert indirect nocache",
          "    timeout client 50000",
          "    stats enable",
          "    log global",
          "    maxconn 2000",
          "    errorfile 503 /nowhere/503.http",
          "    include other.cfg",
          "    .if defined(NAME)",
          ".if version_atleast(2.4)",
          ".endif",
          ".else",
          ".notice \"text\"",
          "peers p",
          "resolvers r",
          "userlist u",
          "defaults d from e",
          "backend b from d",
          "    user u password p",
          "    nameserver n 192.0.2.53:53",
          "    peer a 192.0.2.7:1024",
          "    setenv NAME value");

  @Test
  void changedFilesHaveTheVerdictOfHaproxy() throws IOException {
    List<Mistakes.Edited> files = new Mistakes(SEED, sources(), OTHER_LINES).files(COUNT);
    List<RealHaproxy> answers =
        RealHaproxy.ofAll(files.stream().map(Mistakes.Edited::text).toList());
    Agreement agreement = new Agreement();
    for (int i = 0; i < files.size(); i++) {
      RealHaproxy real = answers.get(i);
      if (!real.isGiven() || real.blamesTheMachineAlone()) continue;
      Answer theirs = real.answer();
      Answer ours = HaproxyCases.ours("haproxy.cfg", files.get(i).text(), "2.6");
      boolean bothName = theirs.line().isPresent() && ours.line().isPresent();
      agreement.add(
          theirs.verdict() == Verdict.REFUSED,
          theirs.verdict() == ours.verdict(),
          bothName
              ? Optional.of(
                  theirs.line().equals(ours.line()) || real.firstLine().equals(ours.line()))
              : Optional.empty(),
          said(files.get(i), real, ours));
    }
    agreement.holds(files.size());
  }

  private static String said(Mistakes.Edited file, RealHaproxy real, Answer ours) {
    return "%s%n  haproxy: %s %s %s%n  vipc: %s%n----"
        .formatted(file.difference(), real.answer(), real.alerts(), real.warnings(), ours);
  }

  private static List<String> sources() throws IOException {
    String folder = System.getProperty("vipc.haproxy.sources", "");
    List<Path> paths = new ArrayList<>();
    for (Path root : folder.isEmpty() ? ownFolders() : List.of(Path.of(folder)))
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(path -> path.toString().endsWith(".cfg")).sorted().forEach(paths::add);
      }
    List<String> texts = new ArrayList<>();
    for (Path path : paths) texts.add(Utf8.read(path));
    return texts;
  }

  private static List<Path> ownFolders() {
    return List.of(Path.of("../examples"), Path.of("cases"));
  }
}
