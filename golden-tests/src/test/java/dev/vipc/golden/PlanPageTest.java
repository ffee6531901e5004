package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.agent.plan.PlanReader;
import dev.vipc.agent.plan.Problem;
import dev.vipc.golden.PlanSchema.Field;
import dev.vipc.golden.PlanSchema.Place;
import dev.vipc.golden.PlanSchema.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/vipd-plan.md} says what the schema says, and the schema what the reader does. {@code
 * -Dvipc.pages=write} writes the page's fields.
 */
final class PlanPageTest {
  private static final Path PAGE = Path.of("../docs/vipd-plan.md");
  private static final Path PLAN = Path.of("cases", "plan", "good", "everything.json");
  private static final boolean WRITE = "write".equals(System.getProperty("vipc.pages"));
  private static final Pattern BEGIN = Pattern.compile("(?m)^<!-- made from .*-->\n");

  @Test
  void thePageHasTheFieldsOfTheSchema() throws IOException {
    String page = Files.readString(PAGE);
    int end = BEGIN.matcher(page).results().findFirst().orElseThrow().end();
    String wanted = page.substring(0, end) + PlanPage.fields(PlanSchema.load());
    if (WRITE) Files.writeString(PAGE, wanted);
    assertEquals(
        wanted,
        Files.readString(PAGE),
        () -> PAGE + " is out of date: run this test with -Dvipc.pages=write");
  }

  @Test
  void everyFieldAndEveryObjectIsDescribed() throws IOException {
    PlanSchema schema = PlanSchema.load();
    List<String> bare = new ArrayList<>();
    for (Shape shape : schema.shapes()) {
      if (shape.description().equals("null")) bare.add(shape.path());
      for (Map<String, Object> variant : shape.variants())
        PlanSchema.properties(variant)
            .forEach(
                (name, field) -> {
                  var described = new Field(name, schema.whole(PlanSchema.object(field)));
                  if (described.description().isEmpty()) bare.add(shape.pathOf(described));
                });
    }
    schema
        .words()
        .forEach(
            (name, word) -> {
              if (!word.containsKey("description")) bare.add(name);
            });
    assertEquals(List.of(), bare);
  }

  @Test
  void theExampleIsGood() throws IOException {
    String page = Files.readString(PAGE);
    String example = page.split("```json\n", 2)[1].split("```\n", 2)[0];
    assertEquals(List.of(), PlanReader.read(example).problems());
  }

  @Test
  void whatTheBuildDoesNotWriteIsWhatThePageSays() throws IOException {
    PlanSchema schema = PlanSchema.load();
    Set<String> unwritten = new TreeSet<>();
    for (Shape shape : schema.shapes())
      for (Field field : shape.fields(schema)) unwritten.add(shape.pathOf(field));
    for (Map<String, Object> plan : built()) unwritten.removeAll(schema.fieldsOf(plan));
    // an object says it for its fields
    unwritten.removeIf(path -> unwritten.stream().anyMatch(other -> path.startsWith(other + ".")));
    String section =
        Files.readString(PAGE)
            .split("## What `vipc build` does not write\n", 2)[1]
            .split("\n## ")[0];
    Set<String> said =
        Pattern.compile("(?m)^\\| `([^`]+)` \\|")
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(String.join("\n", unwritten), String.join("\n", said));
  }

  /** The plans of all approved builds. */
  private static List<Map<String, Object>> built() throws IOException {
    Pattern plan = Pattern.compile("(?s)==== \\S+/etc/vipd/plan\\.json [^\n]*\n(\\{.*?\n}\n)");
    List<Map<String, Object>> plans = new ArrayList<>();
    try (Stream<Path> cases = Files.list(Path.of("cases", "emit"))) {
      for (Path folder : cases.sorted().toList()) {
        Path artifacts = folder.resolve("artifacts.approved.txt");
        if (Files.exists(artifacts))
          plan.matcher(Files.readString(artifacts))
              .results()
              .forEach(found -> plans.add(PlanSchema.object(PlanSchema.json(found.group(1)))));
      }
    }
    assertTrue(plans.size() >= 10, () -> "only " + plans.size());
    return plans;
  }

  @Test
  void theReaderHasTheDefaultsOfTheSchema() throws IOException {
    int compared =
        forEveryPlace(
            place -> {
              Object value = place.field().schema().get("default");
              if (value == null) return Optional.empty();
              return Optional.of(
                  plan -> {
                    place.holder().remove(place.field().name());
                    String without = new JSONObject(plan).toString();
                    place.holder().put(place.field().name(), value);
                    PlanReader.Reading with = PlanReader.read(new JSONObject(plan).toString());
                    // what is missing may be referred to
                    if (with.plan().isEmpty()) return;
                    assertEquals(
                        with.plan(),
                        PlanReader.read(without).plan(),
                        () -> place.shape().pathOf(place.field()));
                  });
            });
    assertTrue(compared > 60, "only " + compared);
  }

  @Test
  void theReaderHasTheRangesOfTheSchema() throws IOException {
    int compared =
        forEveryPlace(
            place -> {
              if (!(place.field().schema().get("minimum") instanceof Number least)
                  || !(place.field().schema().get("maximum") instanceof Number most))
                return Optional.empty();
              return Optional.of(
                  plan -> {
                    assertShape(place, plan, least.longValue(), true);
                    assertShape(place, plan, most.longValue(), true);
                    assertShape(place, plan, least.longValue() - 1, false);
                    assertShape(place, plan, most.longValue() + 1, false);
                  });
            });
    assertTrue(compared > 60, "only " + compared);
  }

  private static void assertShape(
      Place place, Map<String, Object> plan, long value, boolean wanted) {
    place.holder().put(place.field().name(), value);
    boolean right =
        PlanReader.read(new JSONObject(plan).toString()).problems().stream()
            .allMatch(problem -> problem.kind() == Problem.Kind.MEANING);
    assertEquals(wanted, right, () -> place.shape().pathOf(place.field()) + ": " + value);
  }

  private interface Chosen {
    Optional<Consumer<Map<String, Object>>> of(Place place);
  }

  /** Does something at each place of a plan with everything; the plan is another each time. */
  private static int forEveryPlace(Chosen chosen) throws IOException {
    PlanSchema schema = PlanSchema.load();
    String text = Files.readString(PLAN);
    List<Place> first = new ArrayList<>();
    schema.places(PlanSchema.object(PlanSchema.json(text)), first::add);
    int done = 0;
    for (int i = 0; i < first.size(); i++) {
      Map<String, Object> plan = PlanSchema.object(PlanSchema.json(text));
      List<Place> places = new ArrayList<>();
      schema.places(plan, places::add);
      Optional<Consumer<Map<String, Object>>> action = chosen.of(places.get(i));
      action.ifPresent(act -> act.accept(plan));
      if (action.isPresent()) done++;
    }
    return done;
  }
}
