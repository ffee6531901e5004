package dev.vipc.check.haproxy;

import java.util.List;

/**
 * Where in the handling of a connection an expression can stand, a bit each, in the order of {@code
 * haproxy -dKsmp}.
 */
final class Places {
  static final int TCP_CONNECTION = 1;
  static final int TCP_SESSION = 1 << 1;
  static final int FRONTEND_CONTENT = 1 << 2;
  static final int FRONTEND_REQUEST = 1 << 3;
  static final int USE_BACKEND = 1 << 5;
  static final int BACKEND_CONTENT = 1 << 6;
  static final int BACKEND_REQUEST = 1 << 7;
  static final int USE_SERVER = 1 << 9;
  static final int CONNECT = 1 << 10;
  static final int BACKEND_RESPONSE_CONTENT = 1 << 11;
  static final int BACKEND_RESPONSE = 1 << 12;
  static final int STORE_RESPONSE = 1 << 14;
  static final int FRONTEND_RESPONSE = 1 << 16;
  static final int LOG = 1 << 18;
  static final int CHECK = 1 << 19;
  static final int CONFIGURATION = 1 << 20;

  /** Those of rules about connections and their bytes. */
  static final int OF_TCP =
      TCP_CONNECTION | TCP_SESSION | FRONTEND_CONTENT | BACKEND_CONTENT | BACKEND_RESPONSE_CONTENT;

  /** The places as the table of expressions calls them, by bit. */
  static final List<String> NAMES =
      List.of(
          "fe-connection",
          "fe-session",
          "fe-content",
          "fe-request",
          "fe-request-body",
          "use-backend",
          "be-content",
          "be-request",
          "be-request-body",
          "use-server",
          "source",
          "be-response-content",
          "be-response",
          "be-response-body",
          "stick-store",
          "fe-response-content",
          "fe-response",
          "fe-response-body",
          "log",
          "check",
          "configuration",
          "cli");

  /**
   * What a page of HAProxy's own may show, whichever message it answers (http_parse_http_reply()).
   */
  static final int ANY_OF_HTTP = LOG - 1;

  private Places() {}

  static int request(Proxy proxy) {
    return of(proxy, FRONTEND_REQUEST, BACKEND_REQUEST);
  }

  static int response(Proxy proxy) {
    return of(proxy, FRONTEND_RESPONSE, BACKEND_RESPONSE);
  }

  static int content(Proxy proxy) {
    return of(proxy, FRONTEND_CONTENT, BACKEND_CONTENT);
  }

  private static int of(Proxy proxy, int frontend, int backend) {
    if (proxy.isDefaults()) return frontend | backend;
    return (proxy.isFrontend() ? frontend : 0) | (proxy.isBackend() ? backend : 0);
  }
}
