package dev.vipc.lab.vrrp;

import java.math.BigDecimal;
import java.util.stream.Collectors;

/**
 * How one member takes part.
 *
 * @param number 1 or 2
 * @param intervalMillis between advertisements
 * @param preemptDelaySeconds 0: none
 * @param watches whether the process {@link #WATCHED} counts 60 of its priority
 */
record Membership(
    Cell cell,
    int number,
    int priority,
    int intervalMillis,
    boolean preempt,
    int preemptDelaySeconds,
    boolean watches) {
  static final String WATCHED = "vipcwatched";

  String keepalived() {
    return """
        global_defs {
          router_id m%d
          vrrp_version %d
          script_user root
        }
        vrrp_script watched {
          script "/usr/bin/killall -0 %s"
          interval 1
          fall 1
          rise 1
          weight -60
        }
        vrrp_instance api {
          interface eth0
          virtual_router_id 51
          priority %d
          advert_int %s
        %s  virtual_ipaddress {
        %s  }
        }
        """
        .formatted(
            number,
            cell.version(),
            WATCHED,
            priority,
            BigDecimal.valueOf(intervalMillis, 3).stripTrailingZeros().toPlainString(),
            options(),
            cell.addresses().stream().map("    %s\n"::formatted).collect(Collectors.joining()));
  }

  private String options() {
    StringBuilder options = new StringBuilder();
    if (!preempt) options.append("  nopreempt\n");
    if (preemptDelaySeconds > 0)
      options.append("  preempt_delay %d\n".formatted(preemptDelaySeconds));
    if (watches) options.append("  track_script {\n    watched\n  }\n");
    if (hasPassword())
      options.append("  authentication {\n    auth_type PASS\n    auth_pass secret\n  }\n");
    if (cell.unicast())
      options.append(
          "  unicast_src_ip %s\n  unicast_peer {\n    %s\n  }\n"
              .formatted(cell.source(number), cell.source(3 - number)));
    return options.toString();
  }

  String vipd() {
    return """
        {"version": 1, "node": "m%d",
         "interfaces": [{"name": "eth0", "subnets": [%s]}],
         "checks": [{"name": "watched", "question": {"kind": "process", "process": "%s"},
                     "intervalMillis": 1000, "rise": 1, "fall": 1}],
         "virtualRouters": [{"name": "api", "interface": "eth0", "routerId": 51, "version": %d,
           "priority": %d, "advertisementIntervalMillis": %d, "transport": %s,
           "preempt": %b, "preemptDelayMillis": %d,%s "addresses": [%s], "tracks": [%s]}],
         "status": {"controlSocket": "/run/vipd/control.sock"}}
        """
        .formatted(
            number,
            cell.v6() ? "\"fe80::/64\", \"fd00:9::/64\"" : "\"10.9.0.0/24\"",
            WATCHED,
            cell.version(),
            priority,
            intervalMillis,
            transport(),
            preempt,
            preemptDelaySeconds * 1000,
            hasPassword() ? " \"password\": \"secret\"," : "",
            cell.addresses().stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")),
            watches ? "{\"check\": \"watched\", \"weight\": -60}" : "");
  }

  /** Version 3 has none. */
  private boolean hasPassword() {
    return cell.version() == 2 && cell.unicast();
  }

  private String transport() {
    return cell.unicast()
        ? "{\"kind\": \"unicast\", \"source\": \"%s\", \"peers\": [\"%s\"]}"
            .formatted(cell.source(number), cell.source(3 - number))
        : "{\"kind\": \"multicast\"}";
  }
}
