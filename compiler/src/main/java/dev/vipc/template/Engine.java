package dev.vipc.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * jinjava as Ansible's templates need it, and within bounds: no method of Java can be called, no
 * file is read, and output, lists, texts and ranges have a size that they do not pass. Steps are
 * counted by the filters that a script carries.
 */
final class Engine {
  private static final long OUTPUT = 16L << 20;
  private static final long TEXT = 1L << 20;
  private static final int ITEMS = 100_000;

  /** What depends on chance or on the day of the run; the place is left open. */
  private static final Set<String> NOT_REPEATABLE =
      Set.of("random", "shuffle", "unixtimestamp", "strtotime", "strtodate", "render");

  private static final Set<String> FUNCTIONS = Set.of("today", "unixtimestamp", "super", "type");
  private static final Set<String> TAGS =
      Set.of(
          "include", "import", "from", "extends", "block", "cycle", "print", "unless", "ifchanged");

  private final JinjavaConfig config =
      JinjavaConfig.newBuilder()
          .withNestedInterpretationEnabled(false)
          .withElResolver(resolver())
          .withMaxOutputSize(OUTPUT)
          .withMaxStringLength(TEXT)
          .withMaxListSize(ITEMS)
          .withMaxMapSize(ITEMS)
          .withRangeLimit(ITEMS)
          .withMaxRenderDepth(60)
          .withEnableRecursiveMacroCalls(true)
          .withMaxMacroRecursionDepth(20)
          .withDisabled(
              Map.of(
                  Library.FILTER, NOT_REPEATABLE, Library.FUNCTION, FUNCTIONS, Library.TAG, TAGS))
          .withLegacyOverrides(
              LegacyOverrides.newBuilder()
                  .withUsePyishObjectMapper(true)
                  .withUseNaturalOperatorPrecedence(true)
                  .withParseWhitespaceControlStrictly(true)
                  .withEvaluateMapKeys(true)
                  .withIterateOverMapKeys(true)
                  .withKeepNullableLoopValues(true)
                  .build())
          .build();

  private final Jinjava jinjava = new Jinjava(config);
  private final Set<String> filters = new TreeSet<>();

  Engine() {
    TextFilters.all().forEach(filter -> filters.add(filter.name()));
    DataFilters.all().forEach(filter -> filters.add(filter.name()));
    jinjava.getGlobalContext().getAllFilters().forEach(filter -> filters.add(filter.getName()));
    filters.removeAll(NOT_REPEATABLE);
  }

  private static ELResolver resolver() {
    CompositeELResolver both = new CompositeELResolver();
    both.add(new PythonMethods());
    both.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return both;
  }

  boolean knowsFilter(String name) {
    return filters.contains(name);
  }

  /** An interpreter for one text, which asks for the names that have no value. */
  JinjavaInterpreter interpreter(
      Map<String, ?> variables, Function<String, @Nullable Object> absent) {
    Context context = new Context(jinjava.getGlobalContextCopy(), variables);
    TextFilters.all().forEach(context::registerFilter);
    DataFilters.all().forEach(context::registerFilter);
    AnsibleTests.all().forEach(context::registerExpTest);
    context.setDynamicVariableResolver(absent::apply);
    return new JinjavaInterpreter(jinjava, context, config);
  }
}
