package dev.vipc.rule.kubeadm;

import dev.vipc.model.SetupScript.Command;
import dev.vipc.model.SetupScript.Word;
import dev.vipc.source.Span;
import java.util.List;

/** The command {@code etcdctl … member add}, however etcdctl is started. */
final class MemberAdd {
  private MemberAdd() {}

  static boolean isOne(Command command) {
    return command.says("member", "add") && !command.behind("etcdctl").isEmpty();
  }

  /** The words {@code member add} of it. */
  static Span place(Command command) {
    List<Word> words = command.words();
    for (int at = 0; at + 1 < words.size(); at++)
      if (words.get(at).text().equals("member") && words.get(at + 1).text().equals("add"))
        return words.get(at).span().to(words.get(at + 1).span());
    return command.span();
  }
}
