package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.check.Verdict;
import dev.vipc.compile.Compiler;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whole files, files of others, and changed ones: {@code vipc check --program nginx} says of each
 * what {@code nginx -t} 1.22.1 says. The run takes 300 changed files; {@code -Dvipc.nginx.changed}
 * and {@code -Dvipc.nginx.seed} ask for more.
 */
@RealProgram(
    value = {"nginx", "unshare", "ip"},
    root = true)
final class NginxMutationsTest {
  private static final Path FOLDER = Path.of("cases/check/nginx");
  private static final int COUNT = Integer.getInteger("vipc.nginx.changed", 300);
  private static final int SEED = Integer.getInteger("vipc.nginx.seed", 11);

  /** What nginx says of the machine (the size of its cache lines too) and not of the text. */
  private static final Pattern MACHINE =
      Pattern.compile(
          "host not found|getpwnam|getgrnam|dlopen\\(\\)|open\\(\\) \"|bind\\(\\) to|mkdir\\(\\)"
              + "|cannot load certificate|stat\\(\\)|is not binary compatible|no such file"
              + "|could not build \\w+_hash");

  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|'[^']*'|[{};]|#[^\\n]*|[^\\s{};\"']+|\\s+");

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          ";",
          "\"",
          "'",
          "\\",
          "#",
          "\n",
          "\t",
          " ",
          "$",
          "${",
          "(",
          ")",
          "=",
          ":",
          "-",
          "0",
          "1",
          "-1",
          "9",
          "99999999999",
          "k",
          "m",
          "ms",
          "s",
          "on",
          "off",
          "all",
          "default",
          "*",
          "[",
          "]",
          "[::1]:1",
          "unix:a",
          "10.0.0.1",
          "10.0.0.1:1",
          "é",
          "\u00a0",
          "\r");

  /** Of any files: with its own count of those that only the machine speaks against. */
  private static final class Compared {
    final List<String> differences = new ArrayList<>();
    int files;
    int accepted;
    int refused;
    int machine;
  }

  @Test
  void theProjectsOwnFilesHaveTheVerdictOfNginx() throws IOException {
    List<String> texts = ownFiles();
    Compared compared = compare(texts);
    assertEquals("", String.join("\n", compared.differences));
    assertTrue(compared.accepted > 20, () -> "only " + compared.accepted + " of " + texts.size());
  }

  @Test
  void filesOfOthersHaveTheVerdictOfNginx() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(Seeds.shared("corpus/kubernetes/lb"))) {
      for (Path file : files.filter(path -> path.toString().contains("nginx.conf")).toList())
        texts.add(filled(Utf8.read(file)));
    }
    assertEquals(2, texts.size());
    Compared compared = compare(texts);
    assertEquals("", String.join("\n", compared.differences));
    assertEquals(2, compared.accepted);
  }

  @Test
  void changedFilesHaveTheVerdictOfNginx() throws IOException {
    Random random = new Random(SEED);
    List<String> sources = wholeFiles();
    List<String> words =
        sources.stream()
            .flatMap(text -> tokens(text).stream())
            .filter(word -> !word.isBlank() && !word.startsWith("#"))
            .distinct()
            .toList();
    List<String> texts = new ArrayList<>();
    for (int n = 0; n < COUNT; n++)
      texts.add(changed(sources.get(random.nextInt(sources.size())), words, random));
    Compared compared = compare(texts);
    if (COUNT > 300)
      System.err.printf(
          "%d files: %d accepted, %d refused, %d hang on the machine, %d differ%n",
          compared.files,
          compared.accepted,
          compared.refused,
          compared.machine,
          compared.differences.size());
    assertEquals("", String.join("\n", compared.differences));
  }

  private static List<String> wholeFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.sorted().toList()) texts.add(Utf8.read(file));
      return texts;
    }
  }

  /** Those that stand alone; what includes others is {@link NginxReadingTest}'s. */
  private static List<String> ownFiles() throws IOException {
    List<String> texts = wholeFiles();
    for (Path rule : Cases.under("rules"))
      try (Stream<Path> files = Files.walk(rule)) {
        for (Path file : files.filter(path -> path.endsWith("nginx.conf")).sorted().toList()) {
          String text = Utf8.read(file);
          if (!text.contains("include ") && !text.contains("load_module")) texts.add(text);
        }
      }
    return texts;
  }

  /** What a template engine would make of it: each condition true, each loop once. */
  private static String filled(String template) {
    return template
        .replaceAll("\\{% else %}.*?\\{% endif %}", "")
        .replaceAll("\\{%.*?%}", "")
        .replaceAll("\\{\\{[^}]*(port)[^}]*}}", "8443")
        .replaceAll("\\{\\{[^}]*timeout[^}]*}}", "5m")
        .replaceAll("\\{\\{.*?}}", "192.0.2.1");
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) tokens.add(matcher.group());
    return tokens;
  }

  /** One to three changes of words, lines or characters. */
  private static String changed(String text, List<String> words, Random random) {
    String changed = text;
    int changes = 1 + random.nextInt(3);
    for (int n = 0; n < changes; n++)
      changed =
          switch (random.nextInt(4)) {
            case 0 -> characters(changed, random);
            case 1 -> lines(changed, random);
            default -> words(changed, words, random);
          };
    return changed;
  }

  private static String characters(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    int at = random.nextInt(changed.length());
    if (random.nextBoolean()) changed.deleteCharAt(at);
    else changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
    return changed.toString();
  }

  private static String lines(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    String line = lines.get(random.nextInt(lines.size()));
    switch (random.nextInt(3)) {
      case 0 -> lines.add(random.nextInt(lines.size() + 1), line);
      case 1 -> {
        if (lines.size() > 1) lines.remove(line);
      }
      default -> lines.add(lines.indexOf(line), line);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String words(String text, List<String> words, Random random) {
    List<String> tokens = tokens(text);
    int at = random.nextInt(tokens.size());
    String word = words.get(random.nextInt(words.size()));
    switch (random.nextInt(5)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.set(at, word);
      case 2 -> tokens.add(at, " " + word + " ");
      case 3 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
      default -> tokens.set(at, PIECES.get(random.nextInt(PIECES.size())));
    }
    return String.join("", tokens);
  }

  private static Compared compare(List<String> texts) {
    Compared compared = new Compared();
    List<RealNginx> answers = RealNginx.ofAll(texts);
    for (int i = 0; i < texts.size(); i++) {
      RealNginx real = answers.get(i);
      compared.files++;
      if (real.verdict() == Verdict.REFUSED && MACHINE.matcher(real.message()).find()) {
        compared.machine++;
        continue;
      }
      if (real.verdict() == Verdict.REFUSED) compared.refused++;
      else compared.accepted++;
      var said = said(texts.get(i));
      if (said.verdict() == real.verdict()) continue;
      compared.differences.add(
          "%s%nnginx: %s %s %s%nvipc: %s %s%n----"
              .formatted(
                  texts.get(i),
                  real.verdict(),
                  real.line(),
                  real.message(),
                  said.verdict(),
                  said.diagnostics().stream().map(Diagnostic::message).toList()));
    }
    return compared;
  }

  private static CheckResult.FileVerdict said(String text) {
    var request =
        new CheckRequest(
            "nginx",
            Optional.of(new Version(1, 22, 1)),
            List.of(),
            List.of(new SourceFile("nginx.conf", text)));
    return Compiler.check(request).files().getFirst();
  }
}
