package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordTable;
import dev.vipc.keyword.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The defaults of the keyword table, and what keepalived 2.2.7 says (on SIGUSR1) that it does with
 * a configuration that sets none of them.
 */
@RealProgram(
    value = {"keepalived", "unshare", "ip"},
    root = true)
final class KeepalivedDefaultsTest {
  private static final Release RELEASE = new Release(2, 2, 7);

  private static final String VRRP =
      """
      vrrp_script s {
        script /usr/bin/true
      }
      track_file f {
        file /run/tracked
      }
      vrrp_track_process p {
        process haproxy
      }
      bfd_instance b4 {
        neighbor_ip 192.0.2.9
      }
      bfd_instance b6 {
        neighbor_ip 2001:db8::9
      }
      vrrp_instance A {
        interface eth0
        virtual_router_id 51
        virtual_ipaddress {
          192.0.2.100
        }
        track_script {
          s
        }
        track_file {
          f
        }
        track_process {
          p
        }
        track_bfd {
          b4
        }
      }
      vrrp_instance B {
        interface eth0
        virtual_router_id 52
        unicast_peer {
          192.0.2.2
        }
        virtual_ipaddress {
          192.0.2.101
        }
      }
      """;

  /** Place, word, what the block of its value contains, and the line that says it. */
  private static final String VRRP_LINES =
      """
      global_defs | bfd_rlimit_rttime | | BFD realtime limit = %s
      global_defs | bfd_priority | | BFD process priority = %s
      global_defs | checker_log_all_failures | | Checkers log all failures = %s
      global_defs | checker_priority | | Checker process priority = %s
      global_defs | checker_rlimit_rttime | | Checker realtime limit = %s
      global_defs | default_interface | | Default interface = %s
      global_defs | lvs_netlink_cmd_rcv_bufs | | lvs_netlink_cmd_rcv_bufs = %s
      global_defs | lvs_netlink_cmd_rcv_bufs_force | | lvs_netlink_cmd_rcv_bufs_force = 1/0
      global_defs | lvs_netlink_monitor_rcv_bufs | | lvs_netlink_monitor_rcv_bufs = %s
      global_defs | lvs_netlink_monitor_rcv_bufs_force | | lvs_netlink_monitor_rcv_bufs_force = 1/0
      global_defs | max_auto_priority | | Max auto priority = %s
      global_defs | min_auto_priority_delay | | Min auto priority delay = %s usecs
      global_defs | no_checker_emails | | no_checker_emails = 1/0
      global_defs | process_monitor_rcv_bufs | | process_monitor_rcv_bufs = %s
      global_defs | process_monitor_rcv_bufs_force | | process_monitor_rcv_bufs_force = 1/0
      global_defs | rs_init_notifies | | rs_init_notifies = 1/0
      global_defs | snmp_socket | | SNMP socket = default (%s)
      global_defs | umask | | umask = %s
      global_defs | vrrp_down_timer_adverts | | Num adverts before down = %s
      global_defs | vrrp_garp_extra_if | | Gratuitous ARP for each secondary VMAC = %ss
      global_defs | vrrp_garp_lower_prio_delay | | Gratuitous ARP lower priority delay = %s
      global_defs | vrrp_garp_lower_prio_repeat | | Gratuitous ARP lower priority repeat = %s
      global_defs | vrrp_garp_master_delay | | Gratuitous ARP delay = %s
      global_defs | vrrp_garp_master_refresh | | Gratuitous ARP refresh timer = %s
      global_defs | vrrp_garp_master_refresh_repeat | | Gratuitous ARP refresh repeat = %s
      global_defs | vrrp_garp_master_repeat | | Gratuitous ARP repeat = %s
      global_defs | vrrp_higher_prio_send_advert | | Send advert after receive higher priority advert = true/false
      global_defs | vrrp_lower_prio_no_advert | | Send advert after receive lower priority advert = false/true
      global_defs | vrrp_mcast_group4 | | VRRP IPv4 mcast group = %s
      global_defs | vrrp_mcast_group6 | | VRRP IPv6 mcast group = %s
      global_defs | vrrp_netlink_cmd_rcv_bufs | | vrrp_netlink_cmd_rcv_bufs = %s
      global_defs | vrrp_netlink_cmd_rcv_bufs_force | | vrrp_netlink_cmd_rcv_bufs_force = 1/0
      global_defs | vrrp_netlink_monitor_rcv_bufs | | vrrp_netlink_monitor_rcv_bufs = %s
      global_defs | vrrp_netlink_monitor_rcv_bufs_force | | vrrp_netlink_monitor_rcv_bufs_force = 1/0
      global_defs | vrrp_notify_priority_changes | | VRRP notify priority changes = true/false
      global_defs | vrrp_priority | | VRRP process priority = %s
      global_defs | vrrp_rlimit_rttime | | VRRP realtime limit = %s
      global_defs | vrrp_rx_bufs_multiplier | | rx_bufs_multiples = %s
      global_defs | vrrp_version | | VRRP default protocol version = %s
      bfd_instance | hoplimit | BFD Instance = b6 | hoplimit = %s
      bfd_instance | idle_tx | BFD Instance = b4 | Desired idle TX interval = %s000 us
      bfd_instance | max_hops | BFD Instance = b4 | max_hops = %s
      bfd_instance | min_rx | BFD Instance = b4 | Required min RX interval = %s000 us
      bfd_instance | min_tx | BFD Instance = b4 | Desired min TX interval = %s000 us
      bfd_instance | multiplier | BFD Instance = b4 | Detection multiplier = %s
      bfd_instance | ttl | BFD Instance = b4 | TTL = %s
      bfd_instance | weight | VRRP Track BFD = b4 | Weight = %s
      track_file | weight | Track file = f | Weight = %s
      vrrp_instance | advert_int | VRRP Instance = A | Advert interval = %s sec
      vrrp_instance | down_timer_adverts | VRRP Instance = A | Down timer adverts = %s
      vrrp_instance | garp_lower_prio_delay | VRRP Instance = A | Gratuitous ARP lower priority delay = %s
      vrrp_instance | garp_lower_prio_repeat | VRRP Instance = A | Gratuitous ARP lower priority repeat = %s
      vrrp_instance | garp_master_delay | VRRP Instance = A | Gratuitous ARP delay = %s
      vrrp_instance | garp_master_refresh | VRRP Instance = A | Gratuitous ARP refresh = %s
      vrrp_instance | garp_master_refresh_repeat | VRRP Instance = A | Gratuitous ARP refresh repeat = %s
      vrrp_instance | garp_master_repeat | VRRP Instance = A | Gratuitous ARP repeat = %s
      vrrp_instance | higher_prio_send_advert | VRRP Instance = A | Send advert after receive higher priority advert = true/false
      vrrp_instance | lower_prio_no_advert | VRRP Instance = A | Send advert after receive lower priority advert = false/true
      vrrp_instance | mcast_dst_ip | VRRP Instance = A | Multicast address %s
      vrrp_instance | notify_priority_changes | VRRP Instance = A | Notify priority changes = true/false
      vrrp_instance | priority | VRRP Instance = A | Priority = %s
      vrrp_instance | smtp_alert | VRRP Instance = A | Using smtp notification = yes/no
      vrrp_instance | state | VRRP Instance = B | Wantstate = %s
      vrrp_instance | unicast_ttl | VRRP Instance = B | Unicast TTL = %s
      vrrp_instance | version | VRRP Instance = A | VRRP Version = %s
      vrrp_script | fall | VRRP Script = s | Fall = %s
      vrrp_script | interval | VRRP Script = s | Interval = %s sec
      vrrp_script | rise | VRRP Script = s | Rise = %s
      vrrp_script | weight | VRRP Script = s | Weight = %s
      vrrp_track_process | quorum | VRRP Track process = p | Min processes = %s
      vrrp_track_process | weight | VRRP Track process = p | Weight = %s
      """;

  private static final String SERVERS =
      """
      track_file f {
        file /run/tracked
      }
      virtual_server 192.0.2.10 80 {
        real_server 192.0.2.1 80 {
          TCP_CHECK {
          }
          HTTP_GET {
            url {
              path /
            }
          }
          SMTP_CHECK {
          }
          DNS_CHECK {
          }
          MISC_CHECK {
            misc_path /usr/bin/true
          }
          PING_CHECK {
          }
          UDP_CHECK {
            require_reply
          }
          FILE_CHECK {
            track_file f
          }
        }
      }
      """;

  private static final String SERVER_LINES =
      """
      virtual_server | alpha | VS VIP | alpha is OFF
      virtual_server | connect_timeout | VS VIP | connection timeout = %s.000000
      virtual_server | delay_loop | VS VIP | delay_loop = %s.000000
      virtual_server | hysteresis | VS VIP | quorum = 1, hysteresis = %s
      virtual_server | ip_family | VS VIP | Address family = %s
      virtual_server | lb_algo | VS VIP | lvs_sched = %s
      virtual_server | lb_kind | VS VIP | default forwarding method = %s
      virtual_server | protocol | VS VIP | protocol = %s
      virtual_server | quorum | VS VIP | quorum = %s, hysteresis = 0
      virtual_server | smtp_alert | VS VIP | Using smtp notification = yes/no
      virtual_server/real_server | alpha | < Real server > | Alpha is ON/OFF
      virtual_server/real_server | connect_timeout | < Real server > | connection timeout = %s.000000
      virtual_server/real_server | delay_loop | < Real server > | Delay loop = %s.000000
      virtual_server/real_server | inhibit_on_failure | < Real server > | Inhibit on failure is ON/OFF
      virtual_server/real_server | lthreshold | < Real server > | connection limit range = %s -> 0
      virtual_server/real_server | lvs_method | < Real server > | forwarding method = %s
      virtual_server/real_server | smtp_alert | < Real server > | Using smtp notification = yes/no
      virtual_server/real_server | uthreshold | < Real server > | connection limit range = 0 -> %s
      virtual_server/real_server | weight | < Real server > | initial weight = %s
      virtual_server/real_server/DNS_CHECK | type | DNS_CHECK | Type = %s
      virtual_server/real_server/FILE_CHECK | weight | Track file = f | Weight = %s
      virtual_server/real_server/HTTP_GET | enable_sni | HTTP_GET | Enable SNI set/unset
      virtual_server/real_server/HTTP_GET | fast_recovery | HTTP_GET | Fast recovery set/unset
      virtual_server/real_server/HTTP_GET | http_protocol | HTTP_GET | Keepalive method = HTTP_GET, http protocol %s
      virtual_server/real_server/HTTP_GET/url | status_code | HTTP_GET | %s
      virtual_server/real_server/SMTP_CHECK | helo_name | SMTP_CHECK | helo = %s
      virtual_server/real_server/UDP_CHECK | max_reply_length | UDP_CHECK | Max reply length = %s
      virtual_server/real_server/UDP_CHECK | min_reply_length | UDP_CHECK | Min reply length = %s
      """;

  /** What every checker has, with its name in place of the first word. */
  private static final String CHECKER_LINES =
      """
      CHECKER | alpha | Alpha = yes/no
      CHECKER | connect_timeout | Timeout = %s.000000
      CHECKER | delay_before_retry | Delay before retry = %s000000 us
      CHECKER | delay_loop | Delay loop = %s000000 us
      CHECKER | log_all_failures | Log all failures = yes/no
      CHECKER | retry | Retries = %s
      CHECKER | warmup | Warmup = %s000000 us
      """;

  private static final List<String> CHECKERS =
      List.of("DNS_CHECK", "HTTP_GET", "PING_CHECK", "SMTP_CHECK", "TCP_CHECK", "UDP_CHECK");

  @TempDir Path folder;

  private final KeywordTable table = KeywordTable.keepalived();

  @Test
  void whatIsNotWrittenOfVrrpIsAsTheTableSays() throws IOException {
    assertEquals("", differences(run("--vrrp", VRRP), VRRP_LINES));
  }

  @Test
  void whatIsNotWrittenOfServersIsAsTheTableSays() throws IOException {
    String said = run("--check", SERVERS);
    assumeFalse(said.contains("Can't initialize ipvs"), "this kernel has no IPVS");
    StringBuilder lines = new StringBuilder(SERVER_LINES);
    for (String checker : CHECKERS)
      lines.append(
          CHECKER_LINES
              .replace("CHECKER | ", "virtual_server/real_server/" + checker + " | ")
              .replaceAll(
                  "(?m)^(\\S+ \\| \\S+) \\| ", "$1 | Keepalive method = " + checker + " | "));
    assertEquals("", differences(said, lines.toString()));
  }

  private String differences(String said, String lines) {
    List<String> wrong = new ArrayList<>();
    List<List<String>> blocks = blocks(said);
    for (String line : lines.lines().toList()) {
      String[] parts = line.split("\\s*\\|\\s*", -1);
      String expected = expected(parts[3], literal(keyword(parts[0], parts[1])));
      boolean there =
          blocks.stream()
              .filter(block -> block.stream().anyMatch(text -> text.contains(parts[2])))
              .anyMatch(block -> block.contains(expected));
      if (!there) wrong.add("%s %s: not `%s`".formatted(parts[0], parts[1], expected));
    }
    return wrong.isEmpty() ? "" : String.join("\n", wrong) + "\n" + said;
  }

  private Keyword keyword(String place, String word) {
    return table.place(place).flatMap(known -> known.find(word, RELEASE)).orElseThrow();
  }

  /** The default where nothing else is said, without the cases in which it is another. */
  private static String literal(Keyword keyword) {
    return keyword.field("default").split(",", 2)[0];
  }

  /** The line that says the default; of a pair such as {@code yes/no} the first means true. */
  private static String expected(String line, String value) {
    if (line.contains("%s")) {
      assertFalse(value.isEmpty(), () -> "the table has no default for " + line);
      return line.formatted(value);
    }
    int slash = line.indexOf('/');
    if (slash < 0) return line;
    int word = line.lastIndexOf(' ', slash) + 1;
    return line.substring(0, word)
        + (value.equals("true") ? line.substring(word, slash) : line.substring(slash + 1));
  }

  /** Stripped lines, a list for each thing that is described by indented lines. */
  private static List<List<String>> blocks(String said) {
    List<List<String>> blocks = new ArrayList<>();
    for (String line : said.lines().toList()) {
      boolean begins = !line.startsWith("   ") || line.contains("------<");
      if (begins || blocks.isEmpty()) blocks.add(new ArrayList<>());
      blocks.getLast().add(line.strip());
    }
    return blocks;
  }

  /** What the running program writes of its configuration; its log where it writes nothing. */
  private String run(String mode, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("keepalived.conf"), text);
    String script =
        """
        mount -t tmpfs run /run
        echo 0 > /run/tracked
        export TMPDIR=/run
        ip link set lo up
        ip link add eth0 type veth peer name peer
        ip addr add 192.0.2.1/24 dev eth0
        ip link set peer up
        ip link set eth0 up
        keepalived %s -n -l -D -f '%s' > /run/log 2>&1 &
        for i in $(seq 100); do
          grep -q -e 'Startup complete' -e 'Stopped Keepalived' /run/log && break
          sleep 0.05
        done
        kill -USR1 $!
        for i in $(seq 20); do
          sleep 0.05
          ls /run/*.data > /run/files 2> /run/none && break
        done
        sleep 0.3
        kill -TERM $!
        wait $!
        cat /run/*.data || cat /run/log
        """
            .formatted(mode, file);
    return Command.run("unshare", "--net", "--mount", "--pid", "--fork", "sh", "-c", script)
        .output();
  }
}
