package dev.vipc.golden;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The directions of the house: grammar, schemas, compiler, emitters, cli; the agent stands alone.
 */
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.vipc");

  private static final String[] GRAMMAR = {
    "dev.vipc.source..", "dev.vipc.diagnostic..", "dev.vipc.syntax.."
  };
  private static final String[] SCHEMAS = {
    "dev.vipc.schema..", "dev.vipc.keyword..", "dev.vipc.port.."
  };
  private static final String[] COMPILER = {
    "dev.vipc.model..",
    "dev.vipc.lower..",
    "dev.vipc.picture..",
    "dev.vipc.rule..",
    "dev.vipc.spec..",
    "dev.vipc.check..",
    "dev.vipc.convert..",
    "dev.vipc.settings..",
    "dev.vipc.template..",
    "dev.vipc.proof..",
    "dev.vipc.imports..",
    "dev.vipc.diff..",
    "dev.vipc.compile.."
  };
  private static final String EMIT = "dev.vipc.emit..";
  private static final String CLI = "dev.vipc.cli..";
  private static final String AGENT = "dev.vipc.agent..";

  @Test
  void grammarKnowsNothingOfTheRoomsAbove() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(GRAMMAR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(and(and(SCHEMAS, COMPILER), new String[] {EMIT, CLI, AGENT}));
    rule.check(CLASSES);
  }

  @Test
  void schemasKnowOnlyTheGrammar() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(SCHEMAS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(and(COMPILER, new String[] {EMIT, CLI, AGENT}));
    rule.check(CLASSES);
  }

  @Test
  void compilerKnowsNoEmitterAndNoCommand() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(COMPILER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EMIT, CLI, AGENT);
    rule.check(CLASSES);
  }

  @Test
  void emittersKnowNoCommand() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(EMIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLI, AGENT);
    rule.check(CLASSES);
  }

  @Test
  void theAgentStandsAlone() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(AGENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                and(and(GRAMMAR, SCHEMAS), and(COMPILER, new String[] {EMIT, CLI})));
    rule.check(CLASSES);
  }

  @Test
  void theModelKnowsNoSyntax() {
    ArchRule rule =
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
    rule.check(CLASSES);
  }

  @Test
  void loweringAndRulesNeverSeeEachOther() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.vipc.lower..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.vipc.rule..");
    rule.check(CLASSES);
  }

  @Test
  void rulesNeverSeeLowering() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.vipc.rule..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.vipc.lower..", "dev.vipc.syntax..");
    rule.check(CLASSES);
  }

  @Test
  void differencesAreOfTheModelAndOfTextAlone() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.vipc.diff..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.vipc.lower..", "dev.vipc.rule..", "dev.vipc.spec..", "java.nio.file..");
    rule.check(CLASSES);
  }

  @Test
  void antlrOnlyInSyntax() {
    ArchRule rule = only("org.antlr..", "dev.vipc.syntax..");
    rule.check(CLASSES);
  }

  @Test
  void everitOnlyInSchema() {
    ArchRule rule = only("org.everit..", "dev.vipc.schema..");
    rule.check(CLASSES);
  }

  @Test
  void jinjavaOnlyWhereTemplatesAreFilled() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.vipc..")
            .and()
            .resideOutsideOfPackages(EMIT, "dev.vipc.template..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hubspot..", "jinjava..");
    rule.check(CLASSES);
  }

  @Test
  void onlyTheFrontDoorOpensTemplates() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.vipc..")
            .and()
            .resideOutsideOfPackages("dev.vipc.compile..", "dev.vipc.template..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.vipc.template..");
    rule.check(CLASSES);
  }

  @Test
  void picocliOnlyInCli() {
    ArchRule rule = only("picocli..", CLI);
    rule.check(CLASSES);
  }

  @Test
  void foreignCallsOnlyInAgentNetAndTheExchangeOfFolders() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.vipc.agent.net..", "dev.vipc.emit.tree..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.foreign..");
    rule.check(CLASSES);
  }

  @Test
  void areasOfRulesHaveNoCycle() {
    ArchRule rule = slices().matching("dev.vipc.rule.(*)..").should().beFreeOfCycles();
    rule.check(CLASSES);
  }

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
