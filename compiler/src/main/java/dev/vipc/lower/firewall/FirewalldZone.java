package dev.vipc.lower.firewall;

import dev.vipc.lower.firewall.Names.Ports;
import dev.vipc.model.Cidr;
import dev.vipc.model.Firewall;
import dev.vipc.model.Firewall.Dialect;
import dev.vipc.model.Firewall.Opening;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A zone of firewalld ({@code /etc/firewalld/zones/public.xml}): without a target it refuses what
 * it does not name. Source: firewalld.zone(5).
 */
final class FirewalldZone {
  private static final Pattern TAG =
      Pattern.compile("<!--.*?-->|<(/?)([a-z-]+)([^<>]*?)(/?)>", Pattern.DOTALL);
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  private final SourceFile file;
  private final List<Opening> openings = new ArrayList<>();
  private final List<Cidr> sources = new ArrayList<>();
  private Optional<Span> refusal = Optional.empty();
  private boolean complete = true;
  private Optional<RichRule> rule = Optional.empty();

  /** What the element of a rich rule gathers. */
  private static final class RichRule {
    private final List<Cidr> sources = new ArrayList<>();
    private final List<Cidr> destinations = new ArrayList<>();
    private final List<Ports> ports = new ArrayList<>();
    private boolean accepts;
    private boolean known = true;
    private Optional<Span> span = Optional.empty();
  }

  private FirewalldZone(SourceFile file) {
    this.file = file;
  }

  static Firewall read(SourceFile file) {
    FirewalldZone zone = new FirewalldZone(file);
    Matcher tag = TAG.matcher(file.text());
    while (tag.find())
      if (tag.group(2) != null)
        zone.tag(
            tag.group(2),
            !tag.group(1).isEmpty(),
            attributes(tag.group(3)),
            file.span(tag.start(), tag.end()));
    return zone.firewall();
  }

  private Firewall firewall() {
    List<Opening> all =
        openings.stream()
            .map(
                o ->
                    o.sources().isEmpty() && !sources.isEmpty()
                        ? new Opening(
                            o.protocol(),
                            o.firstPort(),
                            o.lastPort(),
                            sources,
                            o.destinations(),
                            o.span())
                        : o)
            .toList();
    return new Firewall(file, Dialect.FIREWALLD_ZONE, refusal, complete, all);
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new HashMap<>();
    Matcher found = ATTRIBUTE.matcher(text);
    while (found.find())
      attributes.put(found.group(1), found.group(2) == null ? found.group(3) : found.group(2));
    return attributes;
  }

  private void tag(String name, boolean closing, Map<String, String> attributes, Span span) {
    if (closing) {
      if (name.equals("rule")) rule.ifPresent(this::end);
      return;
    }
    switch (name) {
      case "zone" -> zone(attributes.getOrDefault("target", "default"), span);
      case "rule" -> rule = Optional.of(new RichRule());
      case "service" -> service(attributes.getOrDefault("name", ""), span);
      case "port" -> port(attributes, span);
      case "protocol" -> protocol(attributes.getOrDefault("value", ""), span);
      case "source" -> address(attributes, rule.map(r -> r.sources).orElse(sources));
      case "destination" -> rule.ifPresent(r -> address(attributes, r.destinations));
      case "accept" -> rule.ifPresent(r -> r.accepts = true);
      case "short",
          "description",
          "interface",
          "masquerade",
          "forward",
          "log",
          "limit",
          "icmp-block",
          "icmp-block-inversion",
          "forward-port",
          "source-port",
          "icmp-type",
          "audit" -> {}
      default -> unknown();
    }
  }

  private void zone(String target, Span span) {
    if (!target.equals("ACCEPT")) refusal = Optional.of(span);
  }

  private void service(String name, Span span) {
    Optional<List<Ports>> ports = Names.service(name);
    if (ports.isEmpty()) unknown();
    ports.orElse(List.of()).forEach(range -> open(range, span));
  }

  private void port(Map<String, String> attributes, Span span) {
    Optional<Ports> range =
        Names.protocol(attributes.getOrDefault("protocol", ""))
            .flatMap(protocol -> Names.ports(protocol, attributes.getOrDefault("port", "")));
    if (range.isEmpty()) unknown();
    range.ifPresent(ports -> open(ports, span));
  }

  private void protocol(String value, Span span) {
    Optional<Integer> protocol = Names.protocol(value);
    if (protocol.isEmpty()) unknown();
    protocol.ifPresent(number -> open(new Ports(number, 0, Names.HIGHEST_PORT), span));
  }

  private void address(Map<String, String> attributes, List<Cidr> into) {
    Optional<Cidr> network = Names.network(attributes.getOrDefault("address", ""));
    if (network.isEmpty() || attributes.containsKey("invert")) unknown();
    network.ifPresent(into::add);
  }

  private void open(Ports range, Span span) {
    if (rule.isPresent()) {
      rule.get().ports.add(range);
      rule.get().span = Optional.of(span);
    } else {
      openings.add(
          new Opening(range.protocol(), range.first(), range.last(), List.of(), List.of(), span));
    }
  }

  private void unknown() {
    if (rule.isPresent()) rule.get().known = false;
    else complete = false;
  }

  private void end(RichRule done) {
    rule = Optional.empty();
    boolean understood = done.known && done.accepts;
    complete &= understood;
    if (!understood) return;
    if (done.ports.isEmpty()) complete = false;
    for (Ports range : done.ports)
      openings.add(
          new Opening(
              range.protocol(),
              range.first(),
              range.last(),
              done.sources,
              done.destinations,
              done.span.orElseThrow()));
  }
}
