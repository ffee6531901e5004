package dev.vipc.agent.plan;

import java.util.regex.Pattern;

/** The forms of strings in a plan, as its schema has them. */
final class Forms {
  static final Pattern ANY = Pattern.compile("[\\s\\S]*");
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  static final String NAME_WORDS = "1 to 63 letters, digits, dots, dashes and underscores";
  static final Pattern INTERFACE = Pattern.compile("[!-.0-~]{1,15}");
  static final String INTERFACE_WORDS = "an interface name of at most 15 characters";
  static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");
  static final String ADDRESS_WORDS = "an IPv4 or IPv6 address";
  static final Pattern SUBNET = Pattern.compile("[0-9A-Fa-f.:]{2,45}/[0-9]{1,3}");
  static final String SUBNET_WORDS = "an address and a prefix length, such as `10.0.0.1/24`";
  static final Pattern LISTEN =
      Pattern.compile("(\\*|[0-9.]{7,15}|\\[[0-9A-Fa-f.:]{2,45}\\]):[0-9]{1,5}");
  static final String LISTEN_WORDS =
      "an address and a port: `*:6443`, `10.0.0.1:6443`, `[::1]:6443`";
  static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:-]{1,253}");
  static final String HOST_WORDS = "an address or a host name";
  static final Pattern URL_PATH = Pattern.compile("/[!-~]*");
  static final String URL_PATH_WORDS = "a path that begins with a slash";
  static final Pattern FILE = Pattern.compile("/[^\\u0000-\\u001f]*");
  static final String FILE_WORDS = "an absolute path";
  static final Pattern WORD = Pattern.compile("[^\\u0000-\\u001f]+");
  static final String WORD_WORDS = "at least one character and no control characters";
  static final Pattern PASSWORD = Pattern.compile("[!-~]{1,8}");
  static final String PASSWORD_WORDS = "1 to 8 printable ASCII characters";

  private Forms() {}
}
