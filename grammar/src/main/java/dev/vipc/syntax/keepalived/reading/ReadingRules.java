package dev.vipc.syntax.keepalived.reading;

/**
 * What the reading of a file depends on beside its text.
 *
 * @param configId what {@code @ID} lines are compared with: {@code --config-id}, by default the
 *     host's name up to its first dot
 * @param knowsEnvironment whether {@code ${_ENV NAME}} is a variable (from 2.2.8 on)
 * @param reportsLongLines whether a line that does not fit is reported (from 2.2.8 on) or silently
 *     read as two
 */
public record ReadingRules(String configId, boolean knowsEnvironment, boolean reportsLongLines) {
  /** Stands for a value that only the machine knows, such as an environment variable's. */
  public static final char UNKNOWN = '\uE000';
}
