package dev.vipc.check.haproxy;

import java.util.List;

/** Tells which format strings need the HTTP analyser. */
final class HttpFetches {
  private static final List<String> BEGINNINGS =
      List.of(
          "base",
          "body",
          "capture.",
          "cook",
          "hdr",
          "http_",
          "method",
          "path",
          "query",
          "req.body",
          "req.cook",
          "req.fhdr",
          "req.hdr",
          "req.ver",
          "req_ver",
          "res.cook",
          "res.fhdr",
          "res.hdr",
          "res.ver",
          "resp_ver",
          "scook",
          "shdr",
          "status",
          "url",
          "var(",
          "unique-id");

  private HttpFetches() {}

  /** Whether an expression in the string looks at HTTP, or at a variable. */
  static boolean in(String format) {
    for (int at = format.indexOf("%["); at >= 0; at = format.indexOf("%[", at + 2))
      if (isHttp(format, at + 2)) return true;
    return false;
  }

  private static boolean isHttp(String text, int at) {
    for (String beginning : BEGINNINGS) if (text.startsWith(beginning, at)) return true;
    return false;
  }
}
