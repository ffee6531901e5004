package dev.vipc.template;

import dev.vipc.source.SourceFile;
import dev.vipc.template.Segment.Block;
import dev.vipc.template.Segment.Output;
import dev.vipc.template.Segment.Text;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a template may write, without its variables: each {@code if} takes its first branch, each
 * loop goes round once, and an expression stays as it is written, which every reader takes for a
 * hole.
 */
final class Skeleton {
  /**
   * @param silent whether what stands in it is not written, a macro's body for one
   */
  private record Open(String keyword, boolean silent) {}

  private Skeleton() {}

  /** The text and where it comes from; the template itself where it cannot be cut. */
  static Rendering.Written of(SourceFile template) {
    TemplateLexer lexer = new TemplateLexer(template.text());
    List<Segment> segments = lexer.segments();
    if (lexer.fault().isPresent())
      return new Rendering.Written(template.text(), Origins.same(template));
    StringBuilder text = new StringBuilder();
    Origins origins = new Origins(template);
    Deque<Open> open = new ArrayDeque<>();
    for (Segment segment : segments)
      switch (segment) {
        case Block block -> take(block, open);
        case Text _, Output _ -> {
          if (open.stream().anyMatch(Open::silent)) continue;
          origins.add(text.length(), segment.start(), segment.end(), true);
          text.append(template.text(), segment.start(), segment.end());
        }
      }
    return new Rendering.Written(text.toString(), origins);
  }

  private static void take(Block block, Deque<Open> open) {
    String keyword = block.keyword();
    boolean bodySet = keyword.equals("set") && TopLevel.indexOf(block.rest(), "=") < 0;
    if (keyword.startsWith("end")) open.poll();
    else if (keyword.equals("else") || keyword.equals("elif")) {
      Open of = open.poll();
      if (of != null) open.push(new Open(of.keyword(), true));
    } else if (List.of("if", "for", "block", "filter", "with").contains(keyword))
      open.push(new Open(keyword, false));
    else if (bodySet || keyword.equals("macro") || keyword.equals("call"))
      open.push(new Open(keyword, true));
  }
}
