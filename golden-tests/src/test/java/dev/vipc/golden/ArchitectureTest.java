package dev.vipc.golden;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The directions of the house: grammar, schemas, compiler, emitters, cli; the agent stands alone.
 */
@AnalyzeClasses(packages = "dev.vipc", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] GRAMMAR = {
    "dev.vipc.source..", "dev.vipc.diagnostic..", "dev.vipc.syntax.."
  };
  private static final String[] SCHEMAS = {"dev.vipc.schema..", "dev.vipc.keyword.."};
  private static final String[] COMPILER = {
    "dev.vipc.model..",
    "dev.vipc.lower..",
    "dev.vipc.rule..",
    "dev.vipc.spec..",
    "dev.vipc.compile.."
  };
  private static final String EMIT = "dev.vipc.emit..";
  private static final String CLI = "dev.vipc.cli..";
  private static final String AGENT = "dev.vipc.agent..";

  @ArchTest
  static final ArchRule grammarKnowsNothingOfTheRoomsAbove =
      noClasses()
          .that()
          .resideInAnyPackage(GRAMMAR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(and(SCHEMAS, COMPILER), new String[] {EMIT, CLI, AGENT}));

  @ArchTest
  static final ArchRule schemasKnowOnlyTheGrammar =
      noClasses()
          .that()
          .resideInAnyPackage(SCHEMAS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(COMPILER, new String[] {EMIT, CLI, AGENT}));

  @ArchTest
  static final ArchRule compilerKnowsNoEmitterAndNoCommand =
      noClasses()
          .that()
          .resideInAnyPackage(COMPILER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EMIT, CLI, AGENT);

  @ArchTest
  static final ArchRule emittersKnowNoCommand =
      noClasses()
          .that()
          .resideInAPackage(EMIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLI, AGENT);

  @ArchTest
  static final ArchRule theAgentStandsAlone =
      noClasses()
          .that()
          .resideInAPackage(AGENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(and(GRAMMAR, SCHEMAS), and(COMPILER, new String[] {EMIT, CLI})));

  @ArchTest
  static final ArchRule theModelKnowsNoSyntax =
      noClasses()
          .that()
          .resideInAPackage("dev.vipc.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.vipc.syntax..",
              "dev.vipc.lower..",
              "dev.vipc.rule..",
              "dev.vipc.schema..",
              "java.nio.file..");

  @ArchTest
  static final ArchRule loweringAndRulesNeverSeeEachOther =
      noClasses()
          .that()
          .resideInAPackage("dev.vipc.lower..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.vipc.rule..");

  @ArchTest
  static final ArchRule rulesNeverSeeLowering =
      noClasses()
          .that()
          .resideInAPackage("dev.vipc.rule..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.vipc.lower..", "dev.vipc.syntax..");

  @ArchTest static final ArchRule antlrOnlyInSyntax = only("org.antlr..", "dev.vipc.syntax..");

  @ArchTest static final ArchRule everitOnlyInSchema = only("org.everit..", "dev.vipc.schema..");

  @ArchTest static final ArchRule jinjavaOnlyInEmit = only("com.hubspot..", EMIT);

  @ArchTest static final ArchRule picocliOnlyInCli = only("picocli..", CLI);

  @ArchTest
  static final ArchRule foreignCallsOnlyInAgentNet =
      only("java.lang.foreign..", "dev.vipc.agent.net..");

  @ArchTest
  static final ArchRule rulesOfOneAreaNeedNoOther =
      slices().matching("dev.vipc.rule.(*)..").should().notDependOnEachOther();

  private static ArchRule only(String library, String room) {
    return noClasses()
        .that()
        .resideInAPackage("dev.vipc..")
        .and()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  private static String[] and(String[] some, String[] more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
