package dev.vipc.spec;

import dev.vipc.model.Version;
import dev.vipc.source.Located;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how the programs of a spec get onto the nodes, and in which version. */
final class InstallReader {
  private static final Map<String, Delivery> DELIVERIES =
      Fields.words(Delivery.values(), Delivery::word);

  /** The last release of the image that the guides use, and what it holds. */
  private static final String KEEPALIVED_IMAGE = "docker.io/osixia/keepalived:2.0.20";

  private static final Version KEEPALIVED_IN_IMAGE = new Version(2, 0, 20);
  private static final Version DEBIAN_KEEPALIVED = new Version(2, 2, 7);
  private static final Version DEBIAN_HAPROXY = new Version(2, 6, 12);
  private static final Version DEBIAN_NGINX = new Version(1, 22, 1);

  /** A stable release of nginx's own images, and the newest Envoy that has one. */
  private static final Version NGINX_IN_IMAGE = new Version(1, 28, 0);

  private static final Version ENVOY = new Version(1, 34, 10);

  private static final Version NEWEST_KUBE_VIP = new Version(1, 2, 3);

  /** Before this release the image was the author's own. */
  private static final Version PROJECT_IMAGE = new Version(0, 3, 8);

  /** What one set of programs is installed as. */
  record Install(
      Map<Program, Chosen<Delivery>> delivery,
      Map<Program, Chosen<Version>> versions,
      Map<Program, Chosen<String>> images) {}

  private final Fields root;
  private final boolean kubeVipBalances;

  /**
   * @param kubeVipBalances whether kube-vip needs the image that has iptables
   */
  InstallReader(Fields root, boolean kubeVipBalances) {
    this.root = root;
    this.kubeVipBalances = kubeVipBalances;
  }

  Install read(Set<Program> used) {
    Map<Program, Chosen<Delivery>> delivery = new EnumMap<>(Program.class);
    Map<Program, Chosen<Version>> versions = new EnumMap<>(Program.class);
    Map<Program, Chosen<String>> images = new EnumMap<>(Program.class);
    for (Program program : used) {
      Chosen<Delivery> how = delivery(program);
      delivery.put(program, how);
      Optional<Chosen<Version>> version = version(program, how.value());
      version.ifPresent(known -> versions.put(program, known));
      if (how.value() != Delivery.SYSTEMD)
        image(program, version.map(Chosen::value)).ifPresent(image -> images.put(program, image));
    }
    return new Install(delivery, versions, images);
  }

  private Chosen<Delivery> delivery(Program program) {
    if (program == Program.KUBE_VIP) return kubeVipDelivery();
    Optional<Fields> each = root.optionalChild("delivery");
    return each.orElse(root)
        .word(
            each.isPresent() ? program.word() : "delivery",
            DELIVERIES,
            Delivery.SYSTEMD,
            "the distribution's package");
  }

  /** One word for all programs is not for kube-vip, which no distribution has a package of. */
  private Chosen<Delivery> kubeVipDelivery() {
    return root.child("delivery")
        .word(
            Program.KUBE_VIP.word(),
            DELIVERIES,
            Delivery.STATIC_POD,
            "it runs before there is a cluster");
  }

  private Optional<Chosen<Version>> version(Program program, Delivery how) {
    Fields versions = root.child("versions");
    Optional<Located<Version>> written =
        versions
            .text(program.word())
            .map(text -> text.map(word -> Version.parse(word).orElseThrow()));
    boolean ownImage = root.child("images").has(program.word());
    return switch (program) {
      case KEEPALIVED ->
          Optional.of(
              how == Delivery.STATIC_POD && !ownImage
                  ? versions.chosen(written, KEEPALIVED_IN_IMAGE, "the default image's")
                  : versions.chosen(written, DEBIAN_KEEPALIVED, "Debian 12's"));
      case HAPROXY -> Optional.of(versions.chosen(written, DEBIAN_HAPROXY, "Debian 12's"));
      case NGINX ->
          Optional.of(
              how == Delivery.STATIC_POD
                  ? versions.chosen(written, NGINX_IN_IMAGE, "the default image's")
                  : versions.chosen(written, DEBIAN_NGINX, "Debian 12's"));
      case ENVOY -> Optional.of(versions.chosen(written, ENVOY, "a release that is maintained"));
      case KUBE_VIP ->
          Optional.of(versions.chosen(written, NEWEST_KUBE_VIP, "the newest that vipc knows"));
      case VIPD -> written.map(version -> Chosen.written(version.value(), version.span()));
    };
  }

  private Optional<Chosen<String>> image(Program program, Optional<Version> version) {
    Fields images = root.child("images");
    Optional<String> assumed =
        switch (program) {
          case KEEPALIVED -> Optional.of(KEEPALIVED_IMAGE);
          case HAPROXY -> version.map(known -> "docker.io/library/haproxy:" + known);
          case KUBE_VIP -> version.map(this::kubeVipImage);
          case NGINX -> version.map(known -> "docker.io/library/nginx:" + exact(known));
          case ENVOY -> version.map(known -> "docker.io/envoyproxy/envoy:v" + exact(known));
          case VIPD -> Optional.empty();
        };
    return assumed
        .map(image -> images.text(program.word(), image, "pinned for the version"))
        .or(
            () ->
                images
                    .text(program.word())
                    .map(image -> Chosen.written(image.value(), image.span())));
  }

  private String kubeVipImage(Version version) {
    String tag = ":v%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
    if (version.compareTo(PROJECT_IMAGE) < 0) return "docker.io/plndr/kube-vip" + tag;
    return "ghcr.io/kube-vip/kube-vip" + (kubeVipBalances ? "-iptables" : "") + tag;
  }

  /** A tag without the patch number moves on to the next patch. */
  private static String exact(Version version) {
    return "%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }
}
