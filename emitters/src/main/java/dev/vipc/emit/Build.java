package dev.vipc.emit;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.Severity;
import dev.vipc.lower.spec.CarriedPasswords;
import dev.vipc.model.HostPort;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.Delivery;
import dev.vipc.spec.Extra;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import dev.vipc.spec.Secret;
import dev.vipc.spec.SpecNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** One run of all emitters over one spec, and what they share. */
public final class Build {
  /** The folder of what belongs to no node. */
  public static final String CLUSTER = "cluster";

  private final HaSpec spec;
  private final Origin origin;
  private final Secrets secrets;
  private final Reporter out;

  /** The carried lines that hold passwords. */
  private final List<Extra> withPasswords = new ArrayList<>();

  private final TemplateEngine templates;
  private int refusals = 0;

  private Build(
      HaSpec spec, Origin origin, Secrets secrets, TemplateEngine templates, Reporter out) {
    this.spec = spec;
    this.origin = origin;
    this.secrets = secrets;
    this.templates = templates;
    this.out = out;
    for (Extra extra : spec.extra()) {
      List<Located<String>> passwords = CarriedPasswords.of(extra).toList();
      passwords.forEach(password -> secrets.hide(password.value()));
      if (!passwords.isEmpty()) withPasswords.add(extra);
    }
  }

  /**
   * Every artifact of a spec; absent where an emitter could not write what the spec says, which it
   * has then reported.
   *
   * @param version vipc's own, for the files' headers
   */
  public static Optional<ArtifactSet> run(
      HaSpec spec, String version, Secrets secrets, Reporter out) {
    return run(spec, version, secrets, new TemplateEngine(), out);
  }

  /** The same for one who builds many: the engine keeps the templates that it has read. */
  public static Optional<ArtifactSet> run(
      HaSpec spec, String version, Secrets secrets, TemplateEngine templates, Reporter out) {
    Origin origin = Origin.of(version, spec.file().path(), spec.file().text());
    return new Build(spec, origin, secrets, templates, out).all();
  }

  private Optional<ArtifactSet> all() {
    for (SpecNode node : spec.nodes())
      if (node.name().value().equals(CLUSTER))
        refuse(
            node.name().span(),
            "a node may not be called `%s`".formatted(CLUSTER),
            "that folder of the output is for what belongs to no node; give the node another name");
    CarriedLines.check(this);
    if (refusals > 0) return Optional.empty();
    List<Artifact> artifacts = new ArrayList<>();
    List<Emitter> emitters = emitters();
    for (Emitter emitter : emitters) artifacts.addAll(emitter.emit(this).artifacts());
    if (refusals > 0) return Optional.empty();
    ArtifactSet written = new ArtifactSet(artifacts);
    for (Emitter emitter : emitters) artifacts.addAll(emitter.complete(this, written).artifacts());
    return refusals > 0 ? Optional.empty() : Optional.of(new ArtifactSet(artifacts));
  }

  private static List<Emitter> emitters() {
    return ServiceLoader.load(Emitter.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Emitter::name))
        .toList();
  }

  public HaSpec spec() {
    return spec;
  }

  public Origin origin() {
    return origin;
  }

  /**
   * The text of a secret; absent where it cannot be had, which is then reported and stops the
   * build. A file that holds it has {@link FileMode#SECRET}.
   */
  public Optional<String> secret(Secret secret) {
    return switch (secrets.find(secret)) {
      case Secrets.Found.Text(var text) -> Optional.of(text);
      case Secrets.Found.Missing(var why, var help) -> {
        refuseSecret(secret, why, help);
        yield Optional.empty();
      }
    };
  }

  /** Says that a secret cannot be used where it is meant to be; the message must not hold it. */
  public void refuseSecret(Secret secret, String why, String help) {
    report(Diagnostic.of(EmitRules.SECRET, secret.span(), why).help(help));
  }

  /**
   * The mode of a program's file on a node that holds no secret of the spec: a password in a
   * carried line is one all the same.
   */
  public FileMode modeWithCarried(Program program, SpecNode node) {
    boolean secret = withPasswords.stream().anyMatch(extra -> extra.isFor(program, node));
    return secret ? FileMode.SECRET : FileMode.PLAIN;
  }

  /** Whether the kubelet starts the program on every node that runs it. */
  public boolean isPod(Program program) {
    return Optional.ofNullable(spec.delivery().get(program))
        .map(chosen -> chosen.value() == Delivery.STATIC_POD)
        .orElse(false);
  }

  /** Whether a listener's address is one that moves between nodes. */
  public boolean isVirtual(HostPort listen) {
    return spec.virtualAddresses().stream()
        .flatMap(address -> address.addresses().stream())
        .anyMatch(ip -> listen.address().equals(Optional.of(ip.address().value())));
  }

  /** Fills a template that lies beside an emitter's class. */
  public String render(Class<?> owner, String template, Map<String, ?> values) {
    return templates.render(owner, template, values);
  }

  /** Says that the spec's words at a place cannot be written; nothing is written then. */
  public void refuse(Span place, String message, String help) {
    report(Diagnostic.of(EmitRules.UNWRITABLE, place, message).help(help));
  }

  /** How often something was refused until now. */
  public int refusals() {
    return refusals;
  }

  /** Passes a finding on; an error means that nothing is written. */
  public void report(Diagnostic diagnostic) {
    if (diagnostic.severity() == Severity.ERROR) refusals++;
    out.report(diagnostic);
  }
}
