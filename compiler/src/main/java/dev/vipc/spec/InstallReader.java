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

  /** What one set of programs is installed as. */
  record Install(
      Map<Program, Chosen<Delivery>> delivery,
      Map<Program, Chosen<Version>> versions,
      Map<Program, Chosen<String>> images) {}

  private final Fields root;

  InstallReader(Fields root) {
    this.root = root;
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
      if (how.value() == Delivery.STATIC_POD)
        image(program, version.map(Chosen::value)).ifPresent(image -> images.put(program, image));
    }
    return new Install(delivery, versions, images);
  }

  private Chosen<Delivery> delivery(Program program) {
    Optional<Fields> each = root.optionalChild("delivery");
    return each.orElse(root)
        .word(
            each.isPresent() ? program.word() : "delivery",
            DELIVERIES,
            Delivery.SYSTEMD,
            "the distribution's package");
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
      case KUBE_VIP, NGINX, ENVOY, VIPD ->
          written.map(version -> Chosen.written(version.value(), version.span()));
    };
  }

  private Optional<Chosen<String>> image(Program program, Optional<Version> version) {
    Fields images = root.child("images");
    Optional<String> assumed =
        switch (program) {
          case KEEPALIVED -> Optional.of(KEEPALIVED_IMAGE);
          case HAPROXY -> version.map(known -> "docker.io/library/haproxy:" + known);
          case KUBE_VIP, NGINX, ENVOY, VIPD -> Optional.empty();
        };
    return assumed
        .map(image -> images.text(program.word(), image, "pinned for the version"))
        .or(
            () ->
                images
                    .text(program.word())
                    .map(image -> Chosen.written(image.value(), image.span())));
  }
}
