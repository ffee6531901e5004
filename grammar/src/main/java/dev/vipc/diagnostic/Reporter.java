package dev.vipc.diagnostic;

/** Where findings go. */
@FunctionalInterface
public interface Reporter {
  void report(Diagnostic diagnostic);
}
