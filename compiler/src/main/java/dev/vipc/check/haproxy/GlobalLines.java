package dev.vipc.check.haproxy;

import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Set;

/** Reads the lines of {@code global}. */
final class GlobalLines implements SectionLines {
  private static final Set<String> FILES =
      Set.of(
          "ssl-dh-param-file",
          "h1-case-adjust-file",
          "51degrees-data-file",
          "deviceatlas-json-file",
          "wurfl-data-file");

  private final Verdicts out;
  private final Language language;
  private final Runnable listens;

  /**
   * @param listens called for each line that makes HAProxy listen
   */
  GlobalLines(Verdicts out, Language language, Runnable listens) {
    this.out = out;
    this.language = language;
    this.listens = listens;
  }

  @Override
  public void line(Directive line) {
    List<Word> words = line.words();
    String first = words.getFirst().value();
    if (first.equals("no")) return;
    Word value = words.size() > 1 ? words.get(1) : words.getFirst();
    switch (first) {
      case "log" -> log(words, value);
      case "stats" -> stats(words);
      case "user", "group" -> out.assume(first, value.value(), value.span());
      case "lua-load", "lua-load-per-thread" -> {
        language.samples().loadLua();
        out.assume("file", value.value(), value.span());
      }
      case "master-worker" -> {
        language.setGlobal(first);
        listens.run(); // the sockets of the master to its workers
      }
      case "external-check",
          "insecure-fork-wanted",
          "expose-experimental-directives",
          "tune.stick-counters" ->
          language.setGlobal(first);
      case "ssl-server-verify" -> language.setGlobal("ssl-server-verify " + value.value());
      case "ssl-default-bind-options", "ssl-default-server-options" ->
          TlsOptions.defaults(words, out);
      case "localpeer" -> language.setLocalPeer(value.value());
      case "set-var" -> setVariable(words);
      case "set-var-fmt" -> {
        if (words.size() > 2)
          language.formats().read(words.get(2).value(), words.get(2).span(), Places.CONFIGURATION);
      }
      default -> {
        if (FILES.contains(first)) out.assume("file", value.value(), value.span());
      }
    }
  }

  private void log(List<Word> words, Word target) {
    if (target.is("global"))
      out.error(
          HaproxyFindings.BAD_SETTING,
          target.span(),
          "`log global` stands in `global` itself",
          "write an address and a facility");
    else if (new LogLine(out, language).read(words)) language.setGlobal("log");
  }

  private void stats(List<Word> words) {
    if (words.size() < 3) return;
    if (!words.get(1).is("socket")) return;
    listens.run();
    language.address(
        words.get(2),
        Address.Takes.PORT_NEEDED,
        Address.Takes.PORT_RANGE,
        Address.Takes.STREAM,
        Address.Takes.DESCRIPTOR);
    for (int i = 3; i + 1 < words.size(); i++)
      if (words.get(i).is("user") || words.get(i).is("group"))
        out.assume(words.get(i).value(), words.get(i + 1).value(), words.get(i + 1).span());
  }

  private void setVariable(List<Word> words) {
    if (words.size() < 3) return;
    Word name = words.get(1);
    if (!name.value().startsWith("proc.") || !Samples.isVariable(name.value()))
      out.error(
          HaproxyFindings.BAD_SAMPLE,
          name.span(),
          "`" + name.value() + "` is no variable of the process",
          "write `proc.NAME`");
    else language.expression(new Cursor(words, 2), Places.CONFIGURATION);
  }

  @Override
  public void end() {}
}
