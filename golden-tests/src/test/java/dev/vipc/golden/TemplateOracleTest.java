package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.source.SourceFile;
import dev.vipc.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Python's Jinja2, set up as Ansible does, writes the same text from the same template. */
@RealProgram("python3")
final class TemplateOracleTest {
  private static final String VARIABLES =
      """
      {"name": "cp1", "port": 8443, "on": true, "off": false, "blank": "", "list": [1, 2, 3],
       "names": ["b", "a", "c"], "address": "10.0.0.11", "nothing": [],
       "groups": {"masters": ["cp1", "cp2"], "all": ["cp1", "cp2", "w1"]},
       "hostvars": {"cp1": {"ip": "10.0.0.11", "zone": {"name": "a"}}, "cp2": {"ip": "10.0.0.12"},
                    "w1": {"ip": "10.0.0.21"}},
       "args": {"v": "2", "audit-log-maxage": "30"}, "text": "one\\ntwo\\n", "csv": "x,y,z"}
      """;

  private static final List<String> TEMPLATES =
      List.of(
          "plain\n",
          "a {{ name }} b\n",
          "{% if on %}\n  yes\n{% endif %}\nend\n",
          "  {% if on %}\n  yes\n  {% endif %}\nend\n",
          "#jinja2: lstrip_blocks: True\n  {% if on %}\n  yes\n  {% endif %}\nend\n",
          "a\n{%- if on %} b {%- endif -%}  \n c\n",
          "a {#- note -#} b{# note #}\nc\n",
          "{# note #}\nc\n{% if off %}x{% else %}y{% endif %}\n\nz",
          "{% for h in groups['masters'] %}\n{{ loop.index }} {{ h }}{% if not loop.last %},{% endif %}\n\n{% endfor %}\n",
          "{% for h in groups.all if h != 'cp2' %}{{ loop.index0 }}{{ h }}{{ ',' if not loop.last }}{% endfor %}",
          "{% for h in nothing %}x{% else %}none{% endfor %}\n",
          "{% for k, v in args.items() %}\n{{ k }}: {{ v }}\n{% endfor %}\n",
          "{% for k, v in args.items() if v != '2' %}{{ k }}{% endfor %}\n",
          "{% for k in args %}{{ k }};{% endfor %}\n",
          "{% set x = port + 1 %}{{ x }}\n",
          "{% set x %}a{{ name }}{% endset %}[{{ x }}]\n",
          "{% macro server(n, p=6443) %}server {{ n }} {{ hostvars[n]['ip'] }}:{{ p }}{% endmacro %}{{ server('cp1') }} {{ server('cp2', 1) }}\n",
          "{% raw %}{{ kept }} {% kept %}{% endraw %}\nx\n",
          "{{ '{{' }} {{ \"}}\" }}\n",
          "{{ {'a': {'b': 1}}.a.b }}\n",
          "{{ on }} {{ off }} {{ not on }} {{ list }} {{ names }} {{ args }}\n",
          "{{ port / 2 }} {{ port // 2 }} {{ port % 10 }} {{ 2 ** 3 }} {{ -port }}\n",
          "{{ 'a' ~ 1 ~ name }} {{ 'a' + 'b' }}\n",
          "{{ 'p' in name }} {{ 2 in list }} {{ 'zz' not in names }} {{ 'v' in args }}\n",
          "{{ name if on else 'x' }} {{ 'y' if off else name }}\n",
          "{{ port is defined }} {{ absent is defined }} {{ absent is undefined }}\n",
          "{{ absent | default('d') }} {{ blank | default('d', true) }} {{ absent.deep | default(3) }}\n",
          "{{ name is string }} {{ port is number }} {{ args is mapping }} {{ list is iterable }}\n",
          "{{ list | length }} {{ list | first }} {{ list | last }} {{ list | sum }} {{ names | sort }} {{ list | max }} {{ list | min }}\n",
          "{{ names | join(',') }} {{ list | join('-') }} {{ names | join }}\n",
          "{{ name | upper }} {{ 'AB' | lower }} {{ ' x ' | trim }} {{ name | replace('c', 'k') }}\n",
          "{{ '42' | int + 1 }} {{ 'x' | int }} {{ 'x' | int(7) }} {{ '1.5' | float }} {{ 3.7 | int }}\n",
          "{{ list | map('string') | join('+') }} {{ names | map('upper') | list }}\n",
          "{{ [{'n': 'a'}, {'n': 'b'}] | map(attribute='n') | join(',') }}\n",
          "{{ list | select('gt', 1) | list }} {{ list | reject('equalto', 2) | list }}\n",
          "{{ [{'n': 1}, {'n': 2}] | selectattr('n', 'equalto', 2) | list }}\n",
          "{{ names | reverse | list }} {{ names | unique | list }}\n",
          "{{ csv.split(',')[1] }} {{ csv.split(',') | length }} {{ name.startswith('cp') }} {{ name.upper() }}\n",
          "{{ address.split('.')[:2] | join('.') }} {{ address[0] }} {{ address[-1] }} {{ names[-1] }}\n",
          "{{ args.get('v') }} {{ args.get('z', 'none') }} {{ args.keys() | list }} {{ args['audit-log-maxage'] }}\n",
          "{{ text | indent(2) }}|{{ text | indent(2, true) }}\n",
          "{{ 'a' if absent is defined and absent.x else 'b' }}\n",
          "{% set ns = namespace(n=0) %}{% for x in list %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}\n",
          "{% for i in range(3) %}{{ i }}{% endfor %} {{ range(1, 4) | list }}\n",
          "{% for h in groups.masters %}{% for g in groups.all %}{{ h }}-{{ g }};{% endfor %}{% endfor %}\n",
          "{% if name == 'cp1' and port > 1 or off %}a{% elif on %}b{% endif %}\n",
          "{% if list %}full{% endif %}{% if nothing %}x{% endif %}{% if blank %}x{% endif %}\n",
          "{{ '%s:%d' | format(name, port) }} {{ 'abc' | first }} {{ 'abc' | length }}\n",
          "{{ hostvars['cp1'].zone.name }} {{ hostvars[groups['masters'][1]]['ip'] }}\n",
          "tab\t{{ name }}\r\n{% if on %}\r\nx\r\n{% endif %}\r\n",
          "{{ \"q'q\" }}{{ 'tab\\tnew' }}\n",
          "{% for a, b in [[1, 2], [3, 4]] %}{{ a + b }} {% else %}none{% endfor %}\n",
          "{% for x in nothing %}{% for y in list %}{{ y }}{% endfor %}{% else %}{% for y in names %}{{ y }}{% endfor %}{% endfor %}\n",
          "{{ True and not False }} {{ None is none }} {{ list | join(', ') | upper }}\n",
          "{{ [1, 'a', true, none] }} {{ {'k': none} }}\n");

  private static final String ORACLE =
      """
      import json, re, sys
      import jinja2
      job = json.load(open(sys.argv[1]))
      texts = []
      for text in job["templates"]:
          lstrip = False
          if text.startswith("#jinja2:"):
              header, text = text.split("\\n", 1)
              lstrip = "lstrip_blocks: True" in header
          env = jinja2.Environment(trim_blocks=True, lstrip_blocks=lstrip, keep_trailing_newline=True,
                                   newline_sequence="\\r\\n" if "\\r\\n" in text else "\\n",
                                   extensions=["jinja2.ext.do"],
                                   undefined=jinja2.ChainableUndefined, finalize=lambda v: "" if v is None else v)
          try:
              texts.append(env.from_string(text).render(json.loads(job["variables"])))
          except Exception as fault:
              texts.append("FAULT " + str(fault))
      print(json.dumps(texts))
      """;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> theSameTextIsWritten() throws IOException {
    assumeTrue(
        Command.run("python3", "-c", "import jinja2").status() == 0,
        "skipped: Python's jinja2 is not installed");
    JSONObject job =
        new JSONObject().put("variables", VARIABLES).put("templates", new JSONArray(TEMPLATES));
    Path jobFile = Files.writeString(folder.resolve("job.json"), job.toString());
    Path oracle = Files.writeString(folder.resolve("oracle.py"), ORACLE);
    Command run = Command.run("python3", oracle.toString(), jobFile.toString());
    assertEquals(0, run.status(), run::output);
    JSONArray theirs = new JSONArray(run.output());
    Templates templates = new Templates(List.of(new SourceFile("variables.json", VARIABLES)));
    return Stream.iterate(0, i -> i < TEMPLATES.size(), i -> i + 1)
        .map(
            i ->
                DynamicTest.dynamicTest(
                    TEMPLATES.get(i).strip(),
                    () ->
                        assertEquals(
                            theirs.getString(i),
                            templates.open(new SourceFile("t.j2", TEMPLATES.get(i))).text())));
  }
}
