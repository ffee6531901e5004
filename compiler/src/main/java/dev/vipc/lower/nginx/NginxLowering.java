package dev.vipc.lower.nginx;

import dev.vipc.check.nginx.Expanded;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes one configuration, includes expanded. Of a part that stands alone ({@code conf.d}), a
 * server belongs to HTTP where it has locations, a name, or a URL to pass to, and else to TCP.
 */
final class NginxLowering {
  private final SourceFile file;
  private final NginxWordValues values;
  private final List<Proxy> proxies = new ArrayList<>();
  private final List<NginxFile.Upstream> upstreams = new ArrayList<>();
  private final List<NginxFile.Answer> answers = new ArrayList<>();
  private final List<Located<String>> modules = new ArrayList<>();
  private boolean whole;
  private Optional<Span> stream = Optional.empty();
  private Setting<Integer> connections = Setting.unset();
  private Setting<Integer> openFiles = Setting.unset();
  private final boolean modulesElsewhere;

  NginxLowering(SourceFile file, Expanded source, Holes holes) {
    this.file = file;
    this.values = new NginxWordValues(new Values(holes));
    this.modulesElsewhere =
        source.unread().stream().anyMatch(unread -> unread.pattern().contains("modules"));
    source.statements().forEach(this::top);
    parts(source.statements());
  }

  ProxyDaemon daemon() {
    return new ProxyDaemon(
        file, ProxyDaemon.Engine.NGINX, connections, List.copyOf(proxies), false);
  }

  NginxFile settings() {
    return new NginxFile(
        file, whole, stream, modules, modulesElsewhere, connections, openFiles, upstreams, answers);
  }

  private void top(Statement statement) {
    switch (statement) {
      case Block block -> {
        switch (block.keyword()) {
          case "events" -> {
            whole = true;
            connections = setting(block.body(), "worker_connections", values::number);
          }
          case "stream" -> {
            stream = Optional.of(block.keywordSpan());
            section(block.body(), Section.STREAM);
          }
          case "http" -> section(block.body(), Section.HTTP);
          default -> {}
        }
      }
      case Directive line -> {
        if (line.keyword().equals("load_module"))
          line.word(1).map(Word::located).ifPresent(modules::add);
        if (line.keyword().equals("worker_rlimit_nofile"))
          openFiles = setting(List.of(line), "worker_rlimit_nofile", values::number);
      }
    }
  }

  private void section(List<Statement> body, Section section) {
    ServerLowering servers = new ServerLowering(section, body, values);
    servers.lower(proxies, upstreams, answers);
  }

  /** Servers and upstreams that stand outside of all blocks. */
  private void parts(List<Statement> statements) {
    List<Statement> loose =
        statements.stream()
            .filter(Block.class::isInstance)
            .filter(s -> s.keyword().equals("server") || s.keyword().equals("upstream"))
            .toList();
    if (loose.isEmpty()) return;
    boolean http = loose.stream().anyMatch(NginxLowering::isHttp);
    section(loose, http ? Section.HTTP : Section.STREAM);
  }

  private static boolean isHttp(Statement statement) {
    if (!(statement instanceof Block block) || !block.keyword().equals("server")) return false;
    return block.body().stream()
        .anyMatch(
            line ->
                line.keyword().equals("location")
                    || line.keyword().equals("server_name")
                    || line.keyword().equals("root")
                    || line.keyword().equals("return") && line.words().size() == 3);
  }

  /** The last line of a keyword that has one argument or more. */
  static <T> Setting<T> setting(
      List<Statement> body, String keyword, Function<Located<String>, Setting<T>> how) {
    Setting<T> found = Setting.unset();
    for (Statement line : body)
      if (line.keyword().equals(keyword) && line.words().size() > 1)
        found = how.apply(line.words().get(1).located());
    return found;
  }
}
