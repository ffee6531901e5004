package dev.vipc.agent.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a firewall; what it does is compared with the kernel in golden-tests. */
class FirewallTest {
  private static final String PLAN =
      """
      {"version": 1, "node": "lb1", "interfaces": [{"name": "eth0", "subnets": ["10.0.112.0/24"]}],
       "virtualRouters": [
         {"name": "api", "interface": "eth0", "routerId": 51, "priority": 110, "addresses": ["10.0.112.100/24"],
          "transport": %s}]}
      """;
  private static final String MULTICAST = "{\"kind\": \"multicast\"}";
  private static final String UNICAST =
      "{\"kind\": \"unicast\", \"source\": \"10.0.112.1\", \"peers\": [\"10.0.112.2\", \"10.0.112.7\"]}";
  private static final String CHAIN =
      """
      {"chain": {"family": "%1$s", "table": "%2$s", "name": "%3$s", "handle": 1, "type": "filter", "hook": "input",
       "prio": 0, "policy": "%4$s"}}
      """;
  private static final String RULE =
      """
      {"rule": {"family": "%1$s", "table": "%2$s", "chain": "%3$s", "handle": 7, "expr": [%4$s]}}
      """;
  private static final String FROM_SEVEN =
      """
      {"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "10.0.112.7"}}\
      """;

  private final KnownMachine machine = new KnownMachine();
  private final Map<String, String> files = machine.files;
  private final Map<String, String> outputs = machine.outputs;

  private static Plan plan(String transport) {
    return PlanReader.read(PLAN.formatted(transport)).plan().orElseThrow();
  }

  private void loaded(String... objects) {
    outputs.put("nft -j list ruleset", "{\"nftables\": [" + String.join(",", objects) + "]}");
  }

  private List<Finding> look(String transport) {
    return new Firewall(machine).look(plan(transport));
  }

  private List<String> said(String transport) {
    return look(transport).stream().map(f -> f.grade().word() + " " + f.what()).toList();
  }

  private String help() {
    return look(MULTICAST).getFirst().help();
  }

  @Test
  void aFirewallThatCannotBeReadIsAWarning() {
    assertEquals(List.of("warning the firewall cannot be looked at"), said(MULTICAST));
    for (String output : List.of("", "{", "}{", "Operation not permitted\n", "{\"nftables\": [")) {
      outputs.put("nft -j list ruleset", output);
      assertEquals(
          List.of("warning what `nft -j list ruleset` prints of the firewall cannot be read"),
          said(MULTICAST),
          output);
    }
  }

  @Test
  void aFirewallWithoutRulesLetsVrrpIn() {
    loaded();
    assertEquals(
        List.of(
            "ok the firewall lets VRRP (IP protocol 112) to 224.0.0.18 on `eth0` from 10.0.112.0/24 in"),
        said(MULTICAST));
  }

  @Test
  void aPolicyIsNamedWithItsRemedy() {
    loaded(CHAIN.formatted("inet", "filter", "input", "drop"));
    assertEquals(
        List.of(
            "failure the firewall drops VRRP (IP protocol 112) to 224.0.0.18 on `eth0` from 10.0.112.0/24: the policy of chain `input` of table `inet filter`"),
        said(MULTICAST));
    assertTrue(
        help()
            .startsWith(
                "`nft insert rule inet filter input iifname \"eth0\" ip protocol vrrp accept`"),
        help());
  }

  @Test
  void aRuleIsNamedAsPeopleWriteIt() {
    loaded(
        CHAIN.formatted("ip", "own", "in", "accept"),
        RULE.formatted("ip", "own", "in", FROM_SEVEN + ", {\"drop\": null}"));
    String seven = "VRRP (IP protocol 112) to 10.0.112.1 on `eth0` from 10.0.112.7";
    assertEquals(
        List.of(
            "ok the firewall lets VRRP (IP protocol 112) to 10.0.112.1 on `eth0` from 10.0.112.2 in",
            "failure the firewall drops %s: the rule with handle 7 in chain `in` of table `ip own`"
                .formatted(seven)),
        said(UNICAST));
    outputs.put(
        "nft -a list ruleset",
        """
        table ip own { # handle 1
        	chain in { # handle 1
        		type filter hook input priority filter; policy accept;
        		ip saddr 10.0.112.7 drop # handle 7
        	}
        }
        """);
    assertEquals(
        "failure the firewall drops %s: rule `ip saddr 10.0.112.7 drop` in chain `in` of table `ip own`"
            .formatted(seven),
        said(UNICAST).getLast());
  }

  @Test
  void aSleepingTableDropsNothing() {
    loaded(CHAIN.formatted("inet", "filter", "input", "drop"));
    outputs.put(
        "nft -a list ruleset",
        """
        # Warning: table inet filter is of another program
        table inet filter { # handle 1
        	flags dormant
        	chain input { # handle 1
        		type filter hook input priority filter; policy drop;
        	}
        }
        """);
    assertTrue(said(MULTICAST).getFirst().startsWith("ok the firewall"));
  }

  @Test
  void aSenderThatIsNotKnownMayBeTheOneThatIsDropped() {
    loaded(
        CHAIN.formatted("ip", "own", "in", "accept"),
        RULE.formatted("ip", "own", "in", FROM_SEVEN + ", {\"drop\": null}"));
    assertEquals(
        List.of(
            "warning the firewall may drop VRRP (IP protocol 112) to 224.0.0.18 on `eth0` from 10.0.112.0/24: the rule with handle 7 in chain `in` of table `ip own`"),
        said(MULTICAST));
  }

  @Test
  void aRuleThatIsNotUnderstoodIsAWarning() {
    for (String expression :
        List.of(
            "{\"xt\": null}",
            "{\"match\": {\"op\": \"==\", \"left\": {\"nova\": 3}, \"right\": [null]}}, {\"drop\": null}",
            "{\"match\": {}}, {\"drop\": null}",
            "{\"match\": 3}, {\"drop\": null}",
            "{\"nova\": {}}",
            "{\"vmap\": {\"key\": {\"meta\": {\"key\": \"l4proto\"}}, \"data\": {\"set\": [[\"vrrp\", 3]]}}}")) {
      loaded(
          CHAIN.formatted("inet", "filter", "input", "accept"),
          RULE.formatted("inet", "filter", "input", expression));
      assertTrue(said(MULTICAST).getFirst().startsWith("warning the firewall may"), expression);
    }
  }

  @Test
  void theRemedyIsInTheWordsOfTheProgramThatMadeTheRules() {
    loaded(CHAIN.formatted("inet", "firewalld", "filter_INPUT", "drop"));
    assertTrue(help().startsWith("`firewall-cmd --permanent --add-protocol=vrrp`"), help());
    loaded(CHAIN.formatted("ip", "filter", "INPUT", "drop"));
    assertTrue(help().startsWith("`iptables -t filter -I INPUT -i eth0 -p 112 -j ACCEPT`"), help());
    loaded(
        CHAIN.formatted("ip", "filter", "INPUT", "drop"),
        RULE.formatted("ip", "filter", "ufw-before-input", "{\"return\": null}"));
    assertTrue(help().contains("/etc/ufw/before.rules"), help());
  }

  @Test
  void rulesOfIptablesLegacyAreToldOf() {
    loaded();
    files.put("/proc/net/ip_tables_names", "filter\n");
    outputs.put("iptables-legacy-save", "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n");
    assertEquals(1, said(MULTICAST).size());
    outputs.put("iptables-legacy-save", "*filter\n:INPUT DROP [0:0]\nCOMMIT\n");
    assertEquals(
        "warning there are rules of iptables-legacy, which were not looked at",
        said(MULTICAST).getLast());
    outputs.remove("iptables-legacy-save");
    assertEquals(2, said(MULTICAST).size());
  }
}
