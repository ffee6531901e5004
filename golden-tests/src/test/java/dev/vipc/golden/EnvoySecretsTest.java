package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.vipc.lower.envoy.InlineSecrets;
import dev.vipc.source.SourceFile;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import udpa.annotations.Sensitive;

/** Every field that Envoy's API marks as sensitive is one whose value vipc hides. */
final class EnvoySecretsTest {
  /** They hold any message; what is secret in it has a name of its own. */
  private static final Set<String> OPEN = Set.of("google.protobuf.Any", "google.protobuf.Struct");

  @Test
  void whatEnvoyMarksAsSensitiveIsFound() throws ReflectiveOperationException, IOException {
    Set<String> missed = new TreeSet<>();
    int marked = 0;
    for (FieldDescriptor field : sensitive()) {
      marked++;
      if (!isFound(field)) missed.add(field.getFullName());
    }
    assertTrue(marked > 20, "fields with the mark: " + marked);
    assertEquals(Set.of(), missed);
  }

  private static boolean isFound(FieldDescriptor field) {
    String written = "{ %s: %s }".formatted(field.getJsonName(), value(field));
    return InlineSecrets.in(new SourceFile("envoy.yaml", written)).stream()
        .anyMatch(place -> place.text().equals("sesame"));
  }

  private static String value(FieldDescriptor field) {
    if (field.isMapField())
      return "{ one: %s }".formatted(single(field.getMessageType().findFieldByName("value")));
    return field.isRepeated() ? "[%s]".formatted(single(field)) : single(field);
  }

  private static String single(FieldDescriptor field) {
    if (field.getJavaType() == FieldDescriptor.JavaType.STRING) return "sesame";
    String message = field.getMessageType().getName();
    return Map.of("DataSource", "{ inline_string: sesame }", "Credential", "{ key: sesame }")
        .getOrDefault(message, "{}");
  }

  private static List<FieldDescriptor> sensitive()
      throws ReflectiveOperationException, IOException {
    List<FieldDescriptor> fields = new ArrayList<>();
    for (FileDescriptor file : files()) file.getMessageTypes().forEach(m -> take(m, fields));
    return fields;
  }

  private static void take(Descriptor message, List<FieldDescriptor> fields) {
    for (FieldDescriptor field : message.getFields()) {
      boolean open =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && OPEN.contains(field.getMessageType().getFullName());
      if (field.getOptions().getExtension(Sensitive.sensitive) && !open) fields.add(field);
    }
    message.getNestedTypes().forEach(inner -> take(inner, fields));
  }

  /** The definitions that the published classes were made of. */
  private static List<FileDescriptor> files() throws ReflectiveOperationException, IOException {
    Path jar =
        Path.of(Bootstrap.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<FileDescriptor> files = new ArrayList<>();
    try (JarFile classes = new JarFile(jar.toFile())) {
      for (JarEntry entry : classes.stream().toList()) {
        String name = entry.getName();
        if (!name.startsWith("io/envoyproxy/envoy/") || !name.endsWith("Proto.class")) continue;
        Class<?> outer = Class.forName(name.replace(".class", "").replace('/', '.'));
        // a message may be called so too
        if (outer.getMethod("getDescriptor").invoke(null) instanceof FileDescriptor file)
          files.add(file);
      }
    }
    return files;
  }
}
