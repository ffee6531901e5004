package dev.vipc.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Progress;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplatesTest {
  private static final String HAPROXY =
      """
      {# the lab's load balancer #}
      defaults
        mode tcp
        timeout connect 5s
        timeout client {{ client_timeout }}
        timeout server 1h
      frontend api
        bind *:{{ port }}
        default_backend masters
      backend masters
      {% for host in groups['masters'] %}
        server {{ host }} {{ hostvars[host].address }}:6443 check
      {% endfor %}
      """;

  private static final String INVENTORY =
      """
      all:
        children:
          masters:
            vars: {zone: a}
            hosts:
              cp1: {address: 10.0.0.11}
              cp2: {address: 10.0.0.12, zone: b}
      """;

  @Test
  void aFindingPointsToTheExpressionThatWroteTheText() {
    LintResult result =
        lint(HAPROXY, INVENTORY, "client_timeout: 20s\nport: \"{{ 7000 + 1443 }}\"\n");
    Diagnostic found = only(result, "HX008");
    assertEquals("lb.cfg.j2:5:18", found.span().toString());
    assertEquals("{{ client_timeout }}", found.span().text());
    assertEquals("lb.cfg.j2", result.files().getFirst().path());
    assertTrue(result.onlyCodes(List.of("SYN042", "SYN043", "SYN014")).diagnostics().isEmpty());
  }

  @Test
  void aFindingOnTextPointsToTheTextAndKeepsNoSafeFix() {
    LintResult result = lint(HAPROXY, INVENTORY, "client_timeout: 1h\nport: 8443\n");
    Diagnostic found = only(result, "HX005");
    assertEquals("lb.cfg.j2", found.span().file().path());
    assertEquals(12, found.span().startPosition().line(), found::toString);
    assertTrue(found.fix().filter(fix -> fix.safe()).isEmpty(), found::toString);
  }

  @Test
  void aCommentInTheTemplateAcceptsAFindingOnWhatItWrites() {
    String accepted =
        HAPROXY.replace(
            "  timeout client", "  # vipc: ignore HX008 batch clients\n  timeout client");
    LintResult result = lint(accepted, INVENTORY, "client_timeout: 20s\nport: 8443\n");
    assertEquals(1, result.silenced());
    assertTrue(result.onlyCodes(List.of("HX008", "CFG")).diagnostics().isEmpty());
  }

  @Test
  void variablesThatAreNoYamlAreAFailure() {
    LintResult result = lint(HAPROXY, "a: [");
    assertEquals(1, result.failures().size(), () -> result.failures().toString());
  }

  @Test
  void aNameWithoutAValueIsReportedOnceAndItsPlaceIsAHole() {
    LintResult result = lint(HAPROXY + "# {{ port }}\n", INVENTORY, "client_timeout: 1h\n");
    Diagnostic found = only(result, "SYN042");
    assertEquals("`port` has no value in the variables given", found.message());
    assertEquals(1, found.labels().size());
    assertTrue(result.onlyCodes(List.of("KW005", "HX111", "SYN014")).diagnostics().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{% for x in y %}a | this `for` has no end",
        "{% endif %} | this `endif` ends nothing that is open",
        "{{ a | this tag has no `}}`",
        "{% if x | this tag has no `%}`",
        "{% include 'x' %} | `include` reads another file, which is not followed",
        "{% frob %} | `frob` is no tag that vipc knows",
        "{% for x %}{% endfor %} | this `for` has no `in`",
        "{% if port ++ %}a{% endif %} | this tag cannot be evaluated",
      })
  void aTagThatCannotBeReadIsAFinding(String template, String message) {
    assertEquals(List.of(message), messages(open(template, "port: 1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.getClass() }}",
        "{{ ''.class.forName('java.lang.Runtime') }}",
        "{{ ''['class'] }}",
        "{{ port.getClass() }}",
        "{{ port.class.classLoader }}",
        "{{ names.getClass().getName() }}",
        "{{ groups.class }}",
        "{{ 'x'.matches('(x+)+y') }}",
        "{{ 'x'.toString() }}",
        "{{ lookup('file', '/etc/passwd') }}",
        "{{ lookup('pipe', 'id') }}",
        "{{ ____int3rpr3t3r____.config }}",
        "{{ filter:upper.getClass() }}",
        "{{ 'abc' | random }}",
        "{{ now() }}",
        "{{ 'a' | render }}",
        "{{ '10.0.0.1' | ipaddr('nonsense') }}",
        "{{ port | hash('none') }}",
      })
  void whatATemplateMayNotCallIsLeftOpen(String template) {
    Opened opened = open(template, "port: 1\nnames: [a]\ngroups: {}\n");
    assertEquals(template, opened.text());
    assertEquals(1, opened.findings().size(), opened.findings()::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% for a in range(90000) %}{% for b in range(90000) %}{{ a }}{% endfor %}{% endfor %}",
        "{% for a in range(90000000) if a > 5 %}{{ a }}{% endfor %}",
        "{% macro f(x) %}{{ f(x) }}{{ f(x) }}{% endmacro %}{{ f(1) }}",
        "{% set ns = namespace(s='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s | length }}",
        "{{ ('a' * 2000000000) | length }}",
        "{{ range(2000000000) | list | length }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex_replace('(a+)+$', 'x') }}",
      })
  void aTemplateBombIsDefused(String template) {
    assertTrue(open(template, "port: 1").text().length() < 1 << 24);
  }

  @Test
  void deepNestingIsRefused() {
    assertEquals(
        List.of("tags are nested deeper than 40"),
        messages(open("{% if port %}".repeat(50_000), "port: 1")));
    assertEquals(
        List.of("brackets are nested deeper than 30"),
        messages(open("{{ " + "(".repeat(1000) + "1" + ")".repeat(1000) + " }}", "port: 1")));
    assertEquals(
        List.of("this expression is longer than 5000 characters"),
        messages(open("{{ 1 " + "+ 1 ".repeat(100_000) + " }}", "port: 1")));
  }

  @Test
  void variablesThatNameEachOtherInACircleStayAsTheyAre() {
    Opened opened =
        open("{{ a }} {{ c }}\n", "a: \"{{ b }}\"\nb: \"{{ a }}\"\nc: \"{{ d ~ 1 }}\"\nd: x\n");
    assertEquals("{{ a }} x1\n", opened.text());
  }

  @Test
  void aHostsOwnVariablesCountWhereItIsNamed() {
    assertEquals(
        "b 10.0.0.12 masters cp1,cp2\n",
        open(
                "{{ zone }} {{ address }} {{ group_names | join }} {{ groups.all | join(',') }}\n",
                INVENTORY,
                "inventory_hostname: cp2")
            .text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "{{ groups.m | map('extract', hostvars, 'ip') | join(',') }} => 10.0.0.1,10.0.0.2",
        "{{ hostvars.a.net | ansible.utils.ipaddr('network') }} => 10.1.0.0",
        "{{ hostvars.a.net | ipaddr('address') }}/{{ hostvars.a.net | ipaddr('prefix') }} => 10.1.2.3/16",
        "{{ hostvars.a.net | ipaddr('netmask') }} {{ 'x' | ipaddr }} => 255.255.0.0 False",
        "{{ 'fd00::1' | ipwrap }} {{ '10.0.0.1' | ipwrap }} => [fd00::1] 10.0.0.1",
        "{{ 'v1.34.1' is version('1.9', '>=') }} {{ '1.2' is version('1.10', '>') }} => True False",
        "{{ 'it' | hash('sha256') | length }} {{ 'a b' | quote }} => 64 'a b'",
        "{{ 'etcd/x' | dirname }} {{ '/a/b.c' | basename }} => etcd b.c",
        "{{ {'b': [1, 'yes'], 'a': true} | to_json }} => {`b`: [1, `yes`], `a`: true}",
        "{{ 'repo/etcd' | regex_replace('/etcd$', '') }} {{ 'ab' | regex_replace('(a)(b)', '\\\\2\\\\1') }} => repo ba",
        "{{ 'yes' | bool }} {{ 'off' | bool }} {{ true | ternary('x', 'y') }} => True False x",
        "{{ {'a': 1} | combine({'b': 2}) | dict2items | map(attribute='key') | join }} => ab",
        "{{ 'a' | b64encode }} {{ 'YQ==' | b64decode }} => YQ== a",
      })
  void ansiblesFiltersGiveWhatAnsibleGives(String template, String text) {
    String variables =
        "groups: {m: [a, b]}\nhostvars: {a: {ip: 10.0.0.1, net: 10.1.2.3/16}, b: {ip: 10.0.0.2}}\n";
    assertEquals(text.replace('`', '"'), open(template, variables).text());
  }

  @Test
  void yamlIsWrittenAsAnsibleWritesIt() {
    assertEquals(
        "a:\n- 1\n- 'yes'\nb:\n    c: x y\n    d: 'a: b'\n",
        open("{{ v | to_nice_yaml }}", "v: {b: {d: 'a: b', c: x y}, a: [1, 'yes']}").text());
  }

  @Test
  void withoutVariablesATemplateIsReadWithHoles() {
    LintResult result = lint(HAPROXY);
    Diagnostic found = only(result, "SYN042");
    assertEquals("INFO", found.severity().name());
    assertEquals(List.of(found), result.diagnostics());
  }

  private record Opened(String text, List<Diagnostic> findings) {}

  private static Opened open(String template, String... variables) {
    List<SourceFile> files = new ArrayList<>();
    for (String text : variables) files.add(new SourceFile("v" + files.size() + ".yaml", text));
    Templates templates = new Templates(files);
    assertEquals(List.of(), templates.failures());
    SourceFile opened = templates.open(new SourceFile("t.j2", template));
    List<Diagnostic> findings = new ArrayList<>();
    templates.report(findings::add);
    return new Opened(opened.text(), findings);
  }

  private static List<String> messages(Opened opened) {
    return opened.findings().stream().map(Diagnostic::message).toList();
  }

  private static LintResult lint(String template, String... variables) {
    List<SourceFile> files = new ArrayList<>();
    for (String text : variables) files.add(new SourceFile("v" + files.size() + ".yaml", text));
    return new Compiler()
        .lint(
            new LintRequest(
                List.of(),
                List.of(new SourceFile("lb.cfg.j2", template)),
                Optional.of("haproxy"),
                Targets.NONE,
                Optional.empty(),
                new LintRequest.Circumstances(
                    Map.of(), Optional.empty(), Map.of(), files, Progress.NOBODY)));
  }

  private static Diagnostic only(LintResult result, String code) {
    List<Diagnostic> found = result.onlyCodes(List.of(code)).diagnostics();
    assertEquals(1, found.size(), () -> result.diagnostics().toString());
    return found.getFirst();
  }
}
