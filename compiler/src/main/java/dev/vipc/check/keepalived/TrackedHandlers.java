package dev.vipc.check.keepalived;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** {@code vrrp_script}, {@code track_file} and {@code vrrp_track_process}. */
final class TrackedHandlers {
  private static final Set<String> FILES = Set.of("track_file", "vrrp_track_file");

  private final Reading reading;
  private final Set<String> seen = new HashSet<>();
  private int weight;
  private long quorum = 1;
  private long quorumMax = 65535;

  TrackedHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.begin("vrrp_script", _ -> begin(0));
    handlers.line("vrrp_script/script", this::script);
    handlers.line("vrrp_script/weight", this::weight);
    handlers.line("vrrp_script/user", line -> reading.scripts.user(Reading.argument(line)));
    handlers.end("vrrp_script", (head, close) -> end(Trackers.Kind.SCRIPT, head, close, "script"));
    for (String file : FILES) {
      handlers.begin(file, _ -> begin(1));
      handlers.line(file + "/file", line -> onlyFirst("file", line));
      handlers.line(file + "/weight", this::fileWeight);
      handlers.line(file + "/init_file", this::initFile);
      handlers.end(file, (head, close) -> end(Trackers.Kind.FILE, head, close, "file"));
    }
    String process = "vrrp_track_process";
    handlers.begin(process, _ -> begin(0));
    handlers.line(process + "/process", line -> onlyFirst("process", line));
    handlers.line(process + "/weight", this::processWeight);
    handlers.line(process + "/quorum", this::quorum);
    handlers.line(process + "/quorum_max", this::quorumMax);
    handlers.end(process, (head, close) -> end(Trackers.Kind.PROCESS, head, close, "process"));
  }

  private boolean begin(int defaultWeight) {
    seen.clear();
    weight = defaultWeight;
    quorum = 1;
    quorumMax = 65535;
    return true;
  }

  private void script(ReadLine line) {
    Optional<Word> program = reading.scripts.read(line, Scripts.Owner.VRRP);
    if (program.isPresent() || reading.scripts.lastIsUnterminated()) seen.add("script");
  }

  private void weight(ReadLine line) {
    weight = (int) Numbers.of(line, weight);
  }

  private void fileWeight(ReadLine line) {
    if (weight != 1) twice(line);
    else weight(line);
  }

  private void processWeight(ReadLine line) {
    if (weight != 0) twice(line);
    else weight(line);
  }

  private boolean onlyFirst(String keyword, ReadLine line) {
    if (seen.add(keyword)) return true;
    twice(line);
    return false;
  }

  private void twice(ReadLine line) {
    reading.refusals.refuse(
        KeepalivedFindings.TWICE,
        line.keywordSpan(),
        "`%s` stands here for the second time, and this one is ignored".formatted(line.keyword()),
        "keep one");
  }

  private void initFile(ReadLine line) {
    for (Word word : line.words().subList(1, line.size())) {
      String text = word.value().strip();
      boolean number =
          !text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.startsWith("-"));
      if (number) reading.numbers.whole(word, -254, 254, "`init_file`");
      else if (!word.is("overwrite"))
        reading.refusals.refuse(
            KeepalivedFindings.TRACKED,
            word.span(),
            "`%s` is no option of init_file".formatted(word.value()),
            "write a number, `overwrite`, or both");
    }
  }

  private void quorum(ReadLine line) {
    long wanted = Numbers.of(line, quorum);
    if (wanted > quorumMax) quorums(line, "the quorum is above quorum_max");
    else quorum = wanted;
  }

  private void quorumMax(ReadLine line) {
    long wanted = Numbers.of(line, quorumMax);
    if ((wanted > 0 || quorum > 1) && wanted < quorum) {
      quorums(line, "quorum_max is below the quorum");
      return;
    }
    quorumMax = wanted;
    if (wanted == 0) quorum = 0;
    else if (quorum == 0) quorum = 1;
  }

  private void quorums(ReadLine line, String message) {
    reading.refusals.refuse(
        KeepalivedFindings.TRACKED,
        Reading.argument(line).span(),
        message,
        "write a quorum of at most quorum_max");
  }

  private void end(Trackers.Kind kind, ReadLine head, Span close, String needed) {
    Word name = Reading.argument(head);
    if (seen.contains(needed)) {
      reading.trackers.define(kind, name.value(), weight);
      return;
    }
    reading.refusals.refuse(
        KeepalivedFindings.INCOMPLETE,
        close,
        "the %s `%s` ends here without a `%s`".formatted(head.keyword(), name.value(), needed),
        name.span(),
        "it begins here",
        "write `%s`, or remove the block".formatted(needed));
    reading.trackers.remove(kind, name.value());
  }
}
