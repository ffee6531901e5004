package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.agent.plan.PlanReader;
import dev.vipc.agent.plan.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What vipd says of plans, and that its reader and its schema agree. */
final class PlanReaderTest {
  private static final Path CASES = Path.of("cases", "plan");

  /** Values that are put in the place of every value of a good plan. */
  private static final List<Object> WRONG =
      List.of(
          JSONObject.NULL,
          true,
          "",
          "a b",
          "api",
          "/x",
          "tcp",
          "10.0.0.1",
          "10.0.0.0/8",
          "[::1]:80",
          0,
          1,
          -1,
          2.5,
          3,
          256,
          100_000,
          3_000_000_000L,
          new JSONArray(),
          new JSONArray(List.of("x")),
          new JSONArray(List.of(7)),
          new JSONObject());

  private final Schema schema = schema();

  @TestFactory
  Stream<DynamicTest> goodPlansAreGood() {
    return files("good")
        .map(
            file ->
                dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      var reading = PlanReader.read(Files.readString(file));
                      assertEquals(List.of(), reading.problems());
                      assertTrue(reading.plan().isPresent());
                    }));
  }

  @Test
  void badPlansAreRefusedAtTheirPlaces() throws IOException {
    StringBuilder report = new StringBuilder();
    for (Path file : files("bad").toList()) {
      var reading = PlanReader.read(Files.readString(file));
      assertTrue(reading.plan().isEmpty(), file::toString);
      for (Problem problem : reading.problems())
        report.append(
            "%s:%s: %s (%s)\n"
                .formatted(file.getFileName(), problem.place(), problem.message(), problem.help()));
    }
    Approved.verify(CASES, "bad", report.toString());
  }

  @Test
  void aHundredThousandServersAreRefusedInOneLine() throws IOException {
    JSONObject plan = good("everything.json");
    JSONObject proxy = plan.getJSONArray("proxies").getJSONObject(0);
    JSONObject server = proxy.getJSONArray("servers").getJSONObject(0);
    proxy.put("servers", new JSONArray(IntStream.range(0, 100_000).mapToObj(_ -> server).toList()));
    List<String> messages =
        PlanReader.read(plan.toString()).problems().stream().map(Problem::message).toList();
    assertEquals(List.of("`servers` has 100000 entries"), messages);
  }

  @Test
  void noDepthAndNoCutEndsInAnException() throws IOException {
    assertEquals(1, PlanReader.read("[".repeat(100_000)).problems().size());
    String text = Files.readString(CASES.resolve("good").resolve("everything.json"));
    for (int end = 0; end < text.stripTrailing().length(); end++)
      assertEquals(1, PlanReader.read(text.substring(0, end)).problems().size());
  }

  @Test
  void readerAndSchemaAcceptTheSameShapes() throws IOException {
    int compared = 0;
    for (String name : List.of("everything.json", "least.json")) {
      int places = places(good(name)).size();
      for (int place = 0; place < places; place++)
        for (int way = 0; way < WRONG.size() + 2; way++) {
          JSONObject plan = good(name);
          mutate(places(plan).get(place), way);
          assertSameVerdict(plan);
          compared++;
        }
    }
    assertTrue(compared > 3_000, "only " + compared);
  }

  private void assertSameVerdict(JSONObject plan) {
    List<Problem> shape =
        PlanReader.read(plan.toString()).problems().stream()
            .filter(problem -> problem.kind() != Problem.Kind.MEANING)
            .toList();
    List<String> violations = violations(plan);
    assertEquals(
        violations.isEmpty(), shape.isEmpty(), () -> violations + "\n" + shape + "\n" + plan);
  }

  private List<String> violations(JSONObject plan) {
    try {
      schema.validate(plan);
      return List.of();
    } catch (ValidationException e) {
      return e.getAllMessages();
    }
  }

  /** One member of an object or one entry of a list. */
  private record Slot(Object container, Object key) {
    Object value() {
      return container instanceof JSONObject object
          ? object.get((String) key)
          : ((JSONArray) container).get((Integer) key);
    }

    void put(Object value) {
      if (container instanceof JSONObject object) object.put((String) key, value);
      else ((JSONArray) container).put((Integer) key, value);
    }

    void remove() {
      if (container instanceof JSONObject object) object.remove((String) key);
      else ((JSONArray) container).remove((Integer) key);
    }
  }

  /** Replaces the value, removes it, or adds a field that nobody knows. */
  private static void mutate(Slot slot, int way) {
    if (way < WRONG.size()) slot.put(WRONG.get(way));
    else if (way == WRONG.size()) slot.remove();
    else if (slot.value() instanceof JSONObject object) object.put("unheard", 1);
  }

  private static List<Slot> places(Object container) {
    List<Slot> slots = new ArrayList<>();
    Stream<?> keys =
        container instanceof JSONObject object
            ? object.keySet().stream().sorted()
            : IntStream.range(0, ((JSONArray) container).length()).boxed();
    keys.forEach(
        key -> {
          Slot slot = new Slot(container, key);
          slots.add(slot);
          Object value = slot.value();
          if (value instanceof JSONObject || value instanceof JSONArray)
            slots.addAll(places(value));
        });
    return slots;
  }

  private static JSONObject good(String name) throws IOException {
    return new JSONObject(Files.readString(CASES.resolve("good").resolve(name)));
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(CASES.resolve(folder))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema schema() {
    try (InputStream in =
        Objects.requireNonNull(PlanReader.class.getResourceAsStream("plan-v1.schema.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaLoader.builder()
          .schemaJson(new JSONObject(text))
          .draftV7Support()
          .build()
          .load()
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
