package dev.vipc.rule.inventory;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.ManagementAddress;
import dev.vipc.model.Parts;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** INV002. */
@AutoService(Rule.class)
public final class UnusableNodeName implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "INV002",
          "unusable-node-name",
          ERROR,
          """
          A node's name is no DNS name, or two nodes have the same one.

          The name becomes the name of a Node object, which must be a DNS subdomain (RFC 1123): letters, digits, `-` and full \
          stops, no underscore; kubeadm refuses another. Two machines with one name overwrite each other's Node object and \
          lease; nor can two have one address. Capitals are made small by kubeadm and are left alone here. Looked at are the names in kubeadm's \
          nodeRegistration and in an installer's inventory; a host list may name other things too. Source: kubeadm's \
          validation of `nodeRegistration.name`.

          Write lower-case letters, digits and `-`, another name for each node.
          """);
  private static final Pattern DNS_SUBDOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*+");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .parts()
        .flatMap(parts -> Stream.concat(installed(parts), registered(parts)))
        .filter(name -> !DNS_SUBDOMAIN.matcher(name.value()).matches())
        .forEach(name -> out.report(unusable(name)));
    // two inventories, of a test and of production, may have the same names
    Map<SourceFile, Map<String, Located<String>>> inInventory = new HashMap<>();
    deployment
        .parts()
        .flatMap(UnusableNodeName::installed)
        .forEach(
            name ->
                checkTwice(
                    name,
                    inInventory.computeIfAbsent(name.span().file(), _ -> new HashMap<>()),
                    out));
    checkAddresses(deployment, out);
    Map<String, Located<String>> onNodes = new HashMap<>();
    deployment.nodes().stream()
        .flatMap(node -> registered(node.parts()).limit(1))
        .forEach(name -> checkTwice(name, onNodes, out));
  }

  private static Stream<Located<String>> installed(Parts parts) {
    return parts.all(InstalledHost.class).stream()
        .filter(InstalledHost::isNode)
        .map(InstalledHost::name)
        .map(name -> name.map(text -> text.toLowerCase(Locale.ROOT)));
  }

  private static Stream<Located<String>> registered(Parts parts) {
    return parts.all(KubeadmFile.class).stream()
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().map(Init::nodeName),
                    file.joins().stream().map(Join::nodeName)))
        .flatMap(name -> name.located().stream())
        .map(name -> name.map(text -> text.toLowerCase(Locale.ROOT)));
  }

  private static void checkTwice(
      Located<String> name, Map<String, Located<String>> first, Reporter out) {
    Located<String> earlier = first.putIfAbsent(name.value(), name);
    if (earlier == null || earlier.span().equals(name.span())) return;
    out.report(
        Diagnostic.of(META, name.span(), "two nodes are called `%s`".formatted(name.value()))
            .also(earlier.span(), "the other node")
            .help("give each node a name of its own"));
  }

  /** Two machines of one inventory with one address; SSH may reach several by a gateway's. */
  private static void checkAddresses(Deployment deployment, Reporter out) {
    Set<Span> remote =
        deployment
            .all(ManagementAddress.class)
            .map(at -> at.address().span())
            .collect(Collectors.toSet());
    Map<SourceFile, Map<IpAddress, HostEntry>> first = new HashMap<>();
    deployment
        .all(HostEntry.class)
        .filter(host -> host.work().isNode() && !remote.contains(host.address().span()))
        .forEach(
            host -> {
              HostEntry earlier =
                  first
                      .computeIfAbsent(host.name().span().file(), _ -> new HashMap<>())
                      .putIfAbsent(host.address().value(), host);
              if (earlier != null && !earlier.name().value().equals(host.name().value()))
                out.report(
                    Diagnostic.of(
                            META,
                            host.address().span(),
                            "`%s` and `%s` have the same address"
                                .formatted(earlier.name().value(), host.name().value()))
                        .also(earlier.address().span(), "the other node")
                        .help("give each node its own address"));
            });
  }

  private static Diagnostic unusable(Located<String> name) {
    return Diagnostic.of(
            META, name.span(), "`%s` can not be the name of a node".formatted(name.span().text()))
        .help(
            "write letters, digits, `-` and full stops only, none but letters and digits at the ends");
  }
}
