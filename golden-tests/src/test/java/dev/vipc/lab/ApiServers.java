package dev.vipc.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * One host that has the addresses of several API servers, as far as clients and checks can tell.
 */
public final class ApiServers {
  private static final String ANSWERS =
      """
      global
        nbthread 1
      defaults
        mode http
        timeout client 10s
      frontend api
        bind :6443 ssl crt %s
        http-request return status 200 content-type text/plain string ok if { path /readyz }
        http-request return status 403
      """;

  private ApiServers() {}

  /**
   * Starts them on port 6443.
   *
   * @param addresses with prefix lengths
   */
  public static void start(Segment segment, List<String> addresses) {
    Host host = segment.addHost("master", addresses);
    host.run(
        "sh",
        "-c",
        "cd '%s' && openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=api -keyout key -out cert 2>&1 && cat cert key >pem"
            .formatted(host.folder()));
    Path config = host.write("api.cfg", ANSWERS.formatted(host.folder().resolve("pem")));
    host.start("haproxy", "-db", "-f", config.toString());
  }
}
