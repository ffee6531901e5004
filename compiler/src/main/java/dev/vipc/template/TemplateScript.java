package dev.vipc.template;

import dev.vipc.template.Segment.Block;
import dev.vipc.template.Segment.Output;
import dev.vipc.template.Segment.Text;
import dev.vipc.template.TemplateLexer.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A template's segments as text for jinjava: white space is already as it will be, a mark before
 * each piece says where it comes from, a step is counted in each round of a loop, and a condition
 * on a loop and its {@code else}, which jinjava does not know, become a list and an {@code if}. In
 * the body of a macro, a call and a {@code set} there are no marks, since what it writes goes into
 * a value first.
 */
final class TemplateScript {
  private static final Set<String> OPENING = Set.of("if", "for", "macro", "call");
  private static final Set<String> MIDDLE = Set.of("elif", "else");
  private static final Set<String> SINGLE = Set.of("set", "do");
  private static final Set<String> OTHER_FILES =
      Set.of("include", "import", "from", "extends", "block");
  private static final int DEEPEST = 40;

  /**
   * @param list the name of the list that a loop goes over, where one was made; else empty
   */
  private record Open(Block tag, boolean unmarked, String list) {}

  private final String text;
  private final List<Segment> segments;
  private final Marks marks;
  private final StringBuilder script = new StringBuilder();
  private final List<Integer> lines = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private Optional<Fault> fault = Optional.empty();
  private int unmarked;

  TemplateScript(String text, List<Segment> segments, Marks marks) {
    this.text = text;
    this.segments = segments;
    this.marks = marks;
  }

  /** The script; absent where {@link #fault} says why. */
  Optional<String> build() {
    for (int i = 0; i < segments.size() && fault.isEmpty(); i++) {
      lines.add(line());
      switch (segments.get(i)) {
        case Text part -> text(part, i);
        case Output output -> output(output, i);
        case Block block -> block(block, i);
      }
    }
    if (fault.isEmpty() && !open.isEmpty()) neverEnds(open.peek().tag());
    return fault.isEmpty() ? Optional.of(script.toString()) : Optional.empty();
  }

  private void neverEnds(Block block) {
    String keyword = block.keyword();
    fault =
        Optional.of(
            new Fault(
                block.start(),
                block.end(),
                "this `%s` has no end".formatted(keyword),
                "write `{%% end%s %%}` after the lines that it is for".formatted(keyword)));
  }

  Optional<Fault> fault() {
    return fault;
  }

  /** The first tag on a line of the script, which is all that jinjava's errors tell. */
  Optional<Segment> tagAt(int line) {
    for (int i = 0; i < lines.size(); i++)
      if (lines.get(i) == line && segments.get(i) instanceof Block)
        return Optional.of(segments.get(i));
    return Optional.empty();
  }

  private int line() {
    return 1 + (int) script.chars().filter(c -> c == '\n').count();
  }

  private void text(Text part, int number) {
    String literal = text.substring(part.start(), part.end());
    if (unmarked == 0) script.append(marks.begin(number));
    boolean tags = literal.contains("{{") || literal.contains("{%") || literal.contains("{#");
    if (tags) script.append("{% raw %}").append(literal).append("{% endraw %}");
    else script.append(literal);
  }

  private void output(Output output, int number) {
    if (!isSound(output.start(), output.end(), output.expression())) return;
    if (unmarked == 0) script.append(marks.begin(number));
    script.append("{{ %d|vipc_at }}".formatted(number));
    String filter = unmarked == 0 ? "vipc_out" : "vipc_text";
    script
        .append("{{ (")
        .append(TopLevel.readable(output.expression().strip()))
        .append(")|")
        .append(filter)
        .append(" }}");
  }

  private void block(Block block, int number) {
    String keyword = block.keyword();
    if (!isSound(block.start(), block.end(), block.rest())) return;
    if (keyword.startsWith("end")) end(block, keyword.substring(3));
    else if (MIDDLE.contains(keyword)) middle(block);
    else if (OTHER_FILES.contains(keyword))
      beyondVipc(block, "`%s` reads another file, which is not followed".formatted(keyword));
    else if (keyword.equals("for")) loop(block, number);
    else if (OPENING.contains(keyword) || isBlockSet(block)) opening(block, number);
    else if (SINGLE.contains(keyword)) single(block, number);
    else beyondVipc(block, "`%s` is no tag that vipc knows".formatted(keyword));
  }

  private static boolean isBlockSet(Block block) {
    return block.keyword().equals("set") && TopLevel.indexOf(block.rest(), "=") < 0;
  }

  private void single(Block block, int number) {
    script.append("{{ %d|vipc_at }}".formatted(number));
    tag(block.keyword(), block.rest());
  }

  private void opening(Block block, int number) {
    boolean own = !block.keyword().equals("if");
    if (!push(block, own, "")) return;
    script.append("{{ %d|vipc_at }}".formatted(number));
    tag(block.keyword(), block.rest());
    if (own) step();
  }

  private void loop(Block block, int number) {
    int in = TopLevel.indexOf(block.rest(), " in ");
    if (in < 0) {
      refuse(block, "this `for` has no `in`");
      return;
    }
    String list = "vipc_list_" + number;
    if (!push(block, false, list)) return;
    script.append("{{ %d|vipc_at }}".formatted(number));
    String names = block.rest().substring(0, in).strip();
    String rest = block.rest().substring(in + 4).strip();
    int condition = TopLevel.indexOf(rest, " if ");
    if (condition < 0) {
      tag("set", list + " = (%s)|list".formatted(rest));
      tag("for", names + " in " + list);
    } else {
      boolean several = names.indexOf(',') >= 0;
      tag("set", list + " = []");
      tag("for", names + " in " + rest.substring(0, condition));
      step();
      tag("if", rest.substring(condition + 4));
      tag("do", "%s.append(%s)".formatted(list, several ? "[" + names + "]" : names));
      tag("endif", "");
      tag("endfor", "");
      tag("for", names + " in " + list);
    }
    step();
  }

  private void middle(Block block) {
    Open around = open.peek();
    String of = around == null ? "" : around.tag().keyword();
    if (of.equals("if")) {
      tag(block.keyword(), block.rest());
    } else if (around != null && of.equals("for") && block.keyword().equals("else")) {
      open.pop();
      open.push(new Open(around.tag(), around.unmarked(), ""));
      tag("endfor", "");
      tag("if", "not " + around.list());
    } else refuse(block, "this `%s` stands in no `if`".formatted(block.keyword()));
  }

  private void end(Block block, String of) {
    Open around = open.poll();
    if (around == null || !around.tag().keyword().equals(of)) {
      refuse(block, "this `%s` ends nothing that is open".formatted(block.keyword()));
      return;
    }
    if (around.unmarked()) unmarked--;
    boolean afterElse = of.equals("for") && around.list().isEmpty();
    tag(afterElse ? "endif" : block.keyword(), "");
  }

  private boolean push(Block block, boolean own, String list) {
    open.push(new Open(block, own, list));
    if (own) unmarked++;
    if (open.size() <= DEEPEST) return true;
    refuse(block, "tags are nested deeper than %d".formatted(DEEPEST));
    return false;
  }

  private void step() {
    script.append("{{ 0|vipc_step }}");
  }

  private void tag(String keyword, String rest) {
    script.append("{% ").append(keyword).append(' ').append(TopLevel.readable(rest)).append(" %}");
  }

  private boolean isSound(int start, int end, String expression) {
    String trouble = TopLevel.trouble(expression);
    if (!trouble.isEmpty())
      fault = Optional.of(new Fault(start, end, trouble, "write a smaller expression"));
    return trouble.isEmpty();
  }

  private void beyondVipc(Block block, String message) {
    fault =
        Optional.of(
            new Fault(
                block.start(), block.end(), message, "lint the file that Ansible writes", true));
  }

  private void refuse(Block block, String message) {
    fault = Optional.of(new Fault(block.start(), block.end(), message, "mend this tag"));
  }
}
