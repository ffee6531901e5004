package dev.vipc.cli;

/** What a command's exit status says, as the contract has it. */
final class ExitStatus {
  /** Nothing at or above the threshold. */
  static final int CLEAN = 0;

  /** Findings, drift, a refusal, or a disproved claim. */
  static final int FINDINGS = 1;

  /** vipc could not do its work: usage, or an input that cannot be read or recognised. */
  static final int FAILED = 2;

  private ExitStatus() {}
}
