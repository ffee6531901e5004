package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an nginx configuration says beside its proxies.
 *
 * @param whole whether it is a main file ({@code events} is there), not a part that another one
 *     includes
 * @param stream where {@code stream} stands
 * @param modules what {@code load_module} lines name
 * @param modulesElsewhere whether an include that was not read may load modules
 * @param workerConnections of {@code events}
 * @param openFiles {@code worker_rlimit_nofile}
 * @param upstreams the servers of every upstream, and those that a {@code proxy_pass} names itself
 * @param answers locations that answer by themselves
 */
public record NginxFile(
    SourceFile file,
    boolean whole,
    Optional<Span> stream,
    List<Located<String>> modules,
    boolean modulesElsewhere,
    Setting<Integer> workerConnections,
    Setting<Integer> openFiles,
    List<Upstream> upstreams,
    List<Answer> answers)
    implements Part {
  public NginxFile {
    modules = List.copyOf(modules);
    upstreams = List.copyOf(upstreams);
    answers = List.copyOf(answers);
  }

  /** Servers among which nginx chooses. */
  public record Upstream(Located<String> name, List<Passive> servers) {
    public Upstream {
      servers = List.copyOf(servers);
    }
  }

  /**
   * What makes nginx leave a server out: so many failures in so long a time.
   *
   * @param maxFails 0 for never
   */
  public record Passive(
      Setting<HostPort> address,
      Setting<Integer> maxFails,
      Setting<Duration> failTimeout,
      Span span) {}

  /**
   * A {@code location} that returns a status whatever the servers do.
   *
   * @param ports the ports of its server
   */
  public record Answer(String path, int status, List<Integer> ports, Span span) {
    public Answer {
      ports = List.copyOf(ports);
    }
  }
}
