package dev.vipc.golden;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test that runs programs of this machine. Where one is missing the test is skipped with the
 * reason; with {@code CI=true} it fails instead, so that nobody takes a skipped run for a good one.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealProgram.Condition.class)
public @interface RealProgram {
  /** The programs, as they are called on the PATH. */
  String[] value();

  /** Whether the test makes network or mount namespaces. */
  boolean root() default false;

  /** Looks for the programs. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), RealProgram.class)
          .flatMap(Condition::lacking)
          .map(Condition::skip)
          .orElseGet(() -> ConditionEvaluationResult.enabled("everything is there"));
    }

    private static ConditionEvaluationResult skip(String lacking) {
      if ("true".equals(System.getenv("CI"))) throw new AssertionError("with CI=true: " + lacking);
      return ConditionEvaluationResult.disabled(lacking);
    }

    private static Optional<String> lacking(RealProgram wanted) {
      if (wanted.root() && !"root".equals(System.getProperty("user.name")))
        return Optional.of("needs root for network and mount namespaces");
      return Stream.of(wanted.value())
          .filter(program -> !isOnPath(program))
          .map(program -> "needs `" + program + "`, which is not installed")
          .findFirst();
    }

    private static boolean isOnPath(String program) {
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/sbin";
      return Stream.of(path.split(":"))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
  }
}
