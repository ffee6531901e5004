package dev.vipc.keyword;

import java.util.Optional;

/** Where a directive of nginx.conf may stand. */
public enum NginxContext {
  MAIN("main", "main", "the file outside of all blocks"),
  EVENTS("events", "events", "`events`"),
  HTTP("http", "http", "`http`"),
  HTTP_SERVER("http", "server", "a `server` of `http`"),
  LOCATION("http", "location", "a `location`"),
  HTTP_UPSTREAM("http", "upstream", "an `upstream` of `http`"),
  SERVER_IF("http", "server-if", "an `if` of a `server`"),
  LOCATION_IF("http", "location-if", "an `if` of a `location`"),
  LIMIT_EXCEPT("http", "limit_except", "`limit_except`"),
  STREAM("stream", "stream", "`stream`"),
  STREAM_SERVER("stream", "server", "a `server` of `stream`"),
  STREAM_UPSTREAM("stream", "upstream", "an `upstream` of `stream`"),
  MAIL("mail", "mail", "`mail`"),
  MAIL_SERVER("mail", "server", "a `server` of `mail`");

  private final String place;
  private final String word;
  private final String shown;

  NginxContext(String place, String word, String shown) {
    this.place = place;
    this.word = word;
    this.shown = shown;
  }

  /** The part of the table that its directives stand in. */
  String place() {
    return place;
  }

  /** How the table calls it within that part. */
  String word() {
    return word;
  }

  /** How a message names it. */
  public String shown() {
    return shown;
  }

  /** Whether the proxies of TCP stand in it. */
  public boolean isStream() {
    return place.equals("stream");
  }

  public boolean isHttp() {
    return place.equals("http");
  }

  /** Whether it is a {@code server} of any kind. */
  public boolean isServer() {
    return word.equals("server");
  }

  public boolean isUpstream() {
    return word.equals("upstream");
  }

  /** What stands in a block that begins here; absent where its lines are no directives. */
  public Optional<NginxContext> inside(String keyword) {
    return Optional.ofNullable(
        switch (keyword) {
          case "events" -> this == MAIN ? EVENTS : null;
          case "http" -> this == MAIN ? HTTP : null;
          case "stream" -> this == MAIN ? STREAM : null;
          case "mail" -> this == MAIN ? MAIL : null;
          case "server" -> server();
          case "upstream" -> this == HTTP ? HTTP_UPSTREAM : this == STREAM ? STREAM_UPSTREAM : null;
          case "location" -> this == HTTP_SERVER || this == LOCATION ? LOCATION : null;
          case "if" -> this == HTTP_SERVER ? SERVER_IF : this == LOCATION ? LOCATION_IF : null;
          case "limit_except" -> this == LOCATION ? LIMIT_EXCEPT : null;
          default -> null;
        });
  }

  private NginxContext server() {
    return switch (this) {
      case STREAM -> STREAM_SERVER;
      case MAIL -> MAIL_SERVER;
      default -> HTTP_SERVER;
    };
  }
}
