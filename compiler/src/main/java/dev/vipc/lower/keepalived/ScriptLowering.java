package dev.vipc.lower.keepalived;

import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon.TrackProcess;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.source.Located;
import dev.vipc.source.Span;

/** {@code vrrp_script} and {@code vrrp_track_process}: what virtual routers can track. */
record ScriptLowering(Body root, Line block) {
  TrackScript script() {
    Body body = root.bodyOf(block);
    return new TrackScript(
        name(),
        command(body),
        body.seconds("interval"),
        body.seconds("timeout"),
        body.integer("weight"),
        isReverse(body),
        body.integer("rise"),
        body.integer("fall"),
        body.text("user"),
        block.span());
  }

  TrackProcess process() {
    Body body = root.bodyOf(block);
    return new TrackProcess(
        name(), body.text("process"), body.integer("weight"), isReverse(body), block.span());
  }

  private Located<String> name() {
    return block.word(1).orElse(new Located<>("", block.keywordSpan()));
  }

  /**
   * One word after the keyword, as keepalived takes it; a word in single quotes goes to the closing
   * one.
   */
  private static Setting<String> command(Body body) {
    Line last = body.all("script").reduce((_, line) -> line).orElse(null);
    if (last == null || last.words().size() < 3) return body.text("script");
    Span first = last.words().get(1).span();
    if (!first.text().startsWith("'")) return body.text("script");
    Span all = first.to(last.words().getLast().span());
    String raw = all.text();
    if (!raw.endsWith("'") || raw.contains("\n")) return body.text("script");
    return body.values().text(new Located<>(raw.substring(1, raw.length() - 1), all));
  }

  private static boolean isReverse(Body body) {
    return body.all("weight").anyMatch(line -> line.has("reverse"));
  }
}
