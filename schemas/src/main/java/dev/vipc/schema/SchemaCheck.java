package dev.vipc.schema;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.syntax.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONObject;
import org.json.JSONTokener;

/**
 * One JSON Schema (draft-07) and the check of YAML trees against it, each violation at its place.
 *
 * <p>The schema is read when it is first needed: loading the library costs more than the check.
 */
public final class SchemaCheck {
  private final String resource;
  private final String definition;
  private final JsonView view;
  private volatile Optional<Schema> loaded = Optional.empty();

  private SchemaCheck(String resource, String definition, JsonView view) {
    this.resource = resource;
    this.definition = definition;
    this.view = view;
  }

  /** A schema of this package by its file name, such as {@code ha-spec-v1.schema.json}. */
  public static SchemaCheck of(String resource) {
    return new SchemaCheck(resource, "", JsonView.CORE);
  }

  /** One of the {@code definitions} of a schema of this package. */
  static SchemaCheck definition(String resource, String name) {
    return new SchemaCheck(resource, name, JsonView.CORE);
  }

  /**
   * The same schema for readers in Go: a null is an absent field, and scalars have YAML 1.1's
   * types.
   */
  SchemaCheck asGoReads() {
    return new SchemaCheck(resource, definition, JsonView.GO);
  }

  /** The schema's text, for editors. */
  public static String text(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /** Reports each violation as the {@code SCH} finding of its kind. */
  public void check(YamlNode root, Reporter out) {
    for (Violation violation : violations(root)) out.report(violation.as(violation.kind().rule()));
  }

  /** Every violation, in the order of the document. */
  public List<Violation> violations(YamlNode root) {
    try {
      schema().validate(view.of(root));
      return List.of();
    } catch (ValidationException e) {
      var found = new ArrayList<Violation>();
      collect(e, root, found);
      found.sort((a, b) -> a.span().compareTo(b.span()));
      return found.stream().distinct().toList();
    }
  }

  private void collect(ValidationException fault, YamlNode root, List<Violation> found) {
    if (Alternatives.isChoice(fault) && !Alternatives.onlyTypes(fault)) {
      Object value = Place.of(root, fault.getPointerToViolation(), view).json();
      collect(Alternatives.nearest(fault, value), root, found);
    } else if (fault.getCausingExceptions().isEmpty() || Alternatives.isChoice(fault)) {
      Place place = Place.of(root, fault.getPointerToViolation(), view);
      if (!(view == JsonView.GO && place.isNull())) found.add(Wording.of(fault, place));
    } else {
      for (ValidationException cause : fault.getCausingExceptions()) collect(cause, root, found);
    }
  }

  private Schema schema() {
    if (loaded.isEmpty()) loaded = Optional.of(load());
    return loaded.get();
  }

  private Schema load() {
    try (InputStream in = open(resource)) {
      var schema = new JSONObject(new JSONTokener(in));
      return SchemaLoader.builder()
          .schemaJson(definition.isEmpty() ? schema : only(schema))
          .draftV7Support()
          .build()
          .load()
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  private JSONObject only(JSONObject schema) {
    return new JSONObject()
        .put("$ref", "#/definitions/" + definition)
        .put("definitions", schema.getJSONObject("definitions"));
  }

  private static InputStream open(String resource) {
    InputStream in = SchemaCheck.class.getResourceAsStream(resource);
    if (in == null) throw new IllegalArgumentException("no such schema: " + resource);
    return in;
  }
}
