package dev.vipc.lower.script;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.Holes;
import dev.vipc.lower.Variables;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.regex.Pattern;

/** A shell script that a VRRP daemon or a supervisor runs to judge the service. */
@AutoService(Format.class)
public final class ShellScriptFormat implements Format {
  private static final Pattern NAME = Pattern.compile("[^.]*|.*\\.(sh|bash)([._-].*)?");
  private static final Pattern CHECK_NAME =
      Pattern.compile("(?i).*(check|chk|health|track|probe|monitor).*");
  private static final Pattern ASKS =
      Pattern.compile(
          "\\b(curl|wget|nc|ncat|killall|pidof|pgrep|systemctl)\\s|/dev/tcp/|\\bip\\s+(-\\w+\\s+)*a");
  private static final Pattern ANSWERS =
      Pattern.compile("\\bexit\\b|\\breturn\\b|\\|\\||&&|\\bif\\b|(?i)errorExit");

  /** A script that does these works on the machine; it does not judge it. */
  private static final Pattern WORKS =
      Pattern.compile(
          "kube-vip\\s+manifest|manifest\\s+pod|\\b(apt-get|apt|yum|dnf|apk|zypper)\\s+(-\\w+\\s+)*(install|update)"
              + "|\\bkubeadm\\s+(init|join|reset)|\\btar\\s+-?\\w*x|\\bdocker\\s+(run|build)|\\btee\\s+/etc/");

  private static final int LONGEST = 64 * 1024;

  @Override
  public String kind() {
    return "check-script";
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    boolean script = name.matches(".*\\.(sh|bash)") || isShellShebang(text);
    if (!script || text.length() > LONGEST || WORKS.matcher(text).find()) return 0;
    if (!ASKS.matcher(text).find()) return 0;
    if (CHECK_NAME.matcher(name).matches()) return 2;
    boolean judges = text.contains("keepalived") || text.contains("vrrp");
    return judges && ANSWERS.matcher(text).find() ? 1 : 0;
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    Holes holes = new Holes(Variables.SHELL);
    Parts script = Parts.of(ShellScript.read(file.span(0, file.text().length()), holes));
    return script.and(Parts.of(holes.found()));
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  private static boolean isShellShebang(String text) {
    int end = text.indexOf('\n');
    String first = (end < 0 ? text : text.substring(0, end)).stripTrailing();
    return first.matches("#!\\s*(/usr)?/bin/(env\\s+)?(ba|da|k)?sh\\b.*");
  }
}
