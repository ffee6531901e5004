package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.vipc.emit.Artifact;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Kubernetes' own types say of every emitted manifest: no field that they do not have. */
final class ManifestsTest {
  private static final Pattern KUBERNETES =
      Pattern.compile("v1|apps/v1|(?:\\w+\\.)*rbac\\.authorization\\.k8s\\.io/v1");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "ClusterRole", ClusterRole.class,
          "ClusterRoleBinding", ClusterRoleBinding.class,
          "ConfigMap", ConfigMap.class,
          "DaemonSet", DaemonSet.class,
          "Pod", Pod.class,
          "Secret", Secret.class,
          "ServiceAccount", ServiceAccount.class);

  private static final ObjectMapper STRICT = strict();

  @TestFactory
  Stream<DynamicTest> kubernetesKnowsEveryFieldOfEveryManifest() {
    return EmitCase.buildable()
        .flatMap(
            each ->
                each.build().artifacts().orElseThrow().artifacts().stream()
                    .filter(artifact -> !manifests(artifact).isEmpty())
                    .map(
                        artifact ->
                            dynamicTest(
                                each.name() + " " + artifact.name(),
                                () -> manifests(artifact).forEach(ManifestsTest::read))));
  }

  @Test
  void anUnknownFieldAndANumberForTextAreRefused() {
    String good = "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, env: [%s]}]}}";
    read(document(good.formatted("{name: b, value: '1'}")));
    for (String bad : List.of("{name: b, valeu: '1'}", "{name: b, value: 1}", "{name: true}"))
      assertThrows(
          IllegalArgumentException.class, () -> read(document(good.formatted(bad))), () -> bad);
  }

  private static void read(Map<?, ?> document) {
    String kind = String.valueOf(document.get("kind"));
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) throw new AssertionError("no type is known here for " + kind);
    HasMetadata read = STRICT.convertValue(document, type);
    assertEquals(kind, read.getKind());
    assertEquals(document.get("apiVersion"), read.getApiVersion());
  }

  /** The documents of a file that a kubelet or an API server reads. */
  private static List<Map<?, ?>> manifests(Artifact artifact) {
    List<Map<?, ?>> manifests = new ArrayList<>();
    if (!artifact.name().endsWith(".yaml")) return manifests;
    for (Object document : load(artifact.text()))
      if (document instanceof Map<?, ?> map
          && KUBERNETES.matcher(String.valueOf(map.get("apiVersion"))).matches())
        manifests.add(map);
    return manifests;
  }

  private static Map<?, ?> document(String text) {
    return (Map<?, ?>) load(text).iterator().next();
  }

  private static Iterable<Object> load(String text) {
    return new Load(LoadSettings.builder().build()).loadAllFromString(text);
  }

  /** The types keep what they do not know in a map of their own, and numbers become text. */
  private static ObjectMapper strict() {
    var mapper =
        JsonMapper.builder()
            .annotationIntrospector(
                new JacksonAnnotationIntrospector() {
                  @Override
                  public Boolean hasAnySetter(Annotated member) {
                    return false;
                  }
                })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withCoercionConfig(
                LogicalType.Textual,
                textual ->
                    textual
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();
    return mapper;
  }
}
