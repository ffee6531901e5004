package dev.vipc.golden;

/** Blocks of keepalived.conf that are complete but for what a test puts into them. */
final class KeepalivedFrames {
  private static final String TRACKED =
      """
      vrrp_script known_script {
      script /usr/bin/true
      }
      track_file known_file {
      file /tmp/vipc-file
      }
      vrrp_track_process known_process {
      process haproxy
      }
      bfd_instance known_bfd {
      neighbor_ip 192.0.2.9
      }
      """;

  private KeepalivedFrames() {}

  /**
   * The statement within the blocks of a place.
   *
   * @param keyword the statement's, which the frame then leaves to it
   */
  static String around(String place, String keyword, String statement) {
    return switch (place) {
      case "root" ->
          keyword.equals("vrrp_sync_group")
              ? statement + instance("A", 51, "") + instance("B", 52, "")
              : statement;
      case "vrrp_instance" ->
          keyword.equals("native_ipv6")
              ? instance("A", 51, statement).replace("192.0.2.51", "fe80::51")
              : TRACKED + instance("A", 51, statement);
      case "vrrp_instance/authentication" ->
          instance(
              "A",
              51,
              block(
                  "authentication",
                  unless(keyword, "auth_type", "auth_type PASS")
                      + unless(keyword, "auth_pass", "auth_pass secret")
                      + statement));
      case "vrrp_sync_group" ->
          TRACKED
              + block("vrrp_sync_group G", unless(keyword, "group", "group {\nA\nB\n}") + statement)
              + instance("A", 51, "")
              + instance("B", 52, "");
      case "vrrp_script" ->
          block("vrrp_script s", unless(keyword, "script", "script /usr/bin/true") + statement);
      case "track_file", "vrrp_track_file" ->
          block(place + " f", unless(keyword, "file", "file /tmp/vipc-file") + statement);
      case "vrrp_track_process" ->
          block(place + " p", unless(keyword, "process", "process haproxy") + statement);
      case "track_group" -> block("track_group g", statement);
      case "garp_group" -> block(place, "gna_interval 1\n" + statement);
      case "bfd_instance" -> block("bfd_instance b", "neighbor_ip 192.0.2.8\n" + statement);
      case "virtual_server" -> server(keyword, statement);
      default -> deeper(place, keyword, statement);
    };
  }

  private static String deeper(String place, String keyword, String statement) {
    String server = "virtual_server/real_server";
    if (place.equals(server))
      return TRACKED + server("", block("real_server 192.0.2.12 80", statement));
    if (!place.startsWith(server + "/")) return block(place, statement);
    String[] inner = place.substring(server.length() + 1).split("/");
    String body =
        inner.length > 1 ? block(inner[1], complete(inner[1], keyword) + statement) : statement;
    String rest = inner.length > 1 ? "" : complete(inner[0], keyword);
    return TRACKED + server("", block("real_server 192.0.2.12 80", block(inner[0], rest + body)));
  }

  /** What a checker does not do without. */
  private static String complete(String checker, String keyword) {
    return switch (checker) {
      case "HTTP_GET", "SSL_GET" -> unless(keyword, "url", "url {\npath /\n}");
      case "url" -> unless(keyword, "path", "path /");
      case "MISC_CHECK" -> unless(keyword, "misc_path", "misc_path /usr/bin/true");
      case "FILE_CHECK" -> unless(keyword, "track_file", "track_file known_file");
      case "BFD_CHECK" -> unless(keyword, "name", "name known_bfd");
      default -> "";
    };
  }

  private static String instance(String name, int vrid, String statement) {
    return block(
        "vrrp_instance " + name,
        """
        interface eth0
        virtual_router_id %d
        virtual_ipaddress {
        192.0.2.%d
        }
        """
                .formatted(vrid, vrid)
            + statement);
  }

  private static String server(String keyword, String statement) {
    return block(
        "virtual_server 192.0.2.10 80",
        unless(keyword, "lb_algo", "lb_algo wlc")
            + "lb_kind NAT\nprotocol TCP\n"
            + statement
            + "real_server 192.0.2.11 80 {\nTCP_CHECK {\n}\n}\n");
  }

  private static String unless(String keyword, String other, String text) {
    return keyword.equals(other) ? "" : text + "\n";
  }

  private static String block(String head, String body) {
    return head + " {\n" + body + "}\n";
  }
}
