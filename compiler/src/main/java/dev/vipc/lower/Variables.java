package dev.vipc.lower;

import java.util.Set;

/** What a program, or nobody, does with {@code ${NAME}} in its files. */
public enum Variables {
  /**
   * YAML and lists: nobody expands anything, so every {@code ${NAME}} waits for a template engine.
   */
  NONE,
  /** Names that the file defines, and a few of its own; any other stays as it is written. */
  KEEPALIVED,
  /** The environment, in double quotes and in addresses; elsewhere {@code $} is literal. */
  HAPROXY,
  /** Variables of nginx, which have small letters; one in capitals is {@code envsubst}'s. */
  NGINX,
  /** Names that the script assigns, and those that every shell has. */
  SHELL;

  private static final Set<String> KEEPALIVED_OWN =
      Set.of("_PWD", "_INSTANCE", "_RANDOM", "_HASH", "_BANG", "_ENV");
  private static final Set<String> SHELL_OWN =
      Set.of(
          "BASHPID",
          "BASH_SOURCE",
          "BASH_VERSION",
          "COLUMNS",
          "EUID",
          "FUNCNAME",
          "GROUPS",
          "HOME",
          "HOSTNAME",
          "HOSTTYPE",
          "IFS",
          "LANG",
          "LC_ALL",
          "LINENO",
          "LOGNAME",
          "MACHTYPE",
          "OLDPWD",
          "OPTARG",
          "OPTIND",
          "OSTYPE",
          "PATH",
          "PIPESTATUS",
          "PPID",
          "PS1",
          "PWD",
          "RANDOM",
          "REPLY",
          "SECONDS",
          "SHELL",
          "SHLVL",
          "TERM",
          "TMPDIR",
          "TZ",
          "UID",
          "USER");

  /** Whether the program sets the name by itself, as its manual says. */
  boolean hasOwn(String name) {
    return switch (this) {
      case NONE -> false;
      case KEEPALIVED -> KEEPALIVED_OWN.contains(name);
      case HAPROXY -> name.startsWith("HAPROXY_");
      case NGINX -> name.chars().anyMatch(Character::isLowerCase);
      case SHELL -> SHELL_OWN.contains(name);
    };
  }

  /** Whether a {@code ${NAME}} in single quotes is plain text. */
  boolean literalInSingleQuotes() {
    return this == HAPROXY || this == SHELL;
  }

  /** Whether quotes make a word's text the user's own, so that {@code <b>} in it is no hole. */
  boolean quotesHoldText() {
    return this != NONE;
  }
}
