package dev.vipc.agent.vrrp;

/** What became of a received packet; everything but {@link #ACCEPTED} is a reason to drop it. */
public enum Reception {
  ACCEPTED("accepted"),
  /** Not a whole IPv4 header with protocol 112. */
  IP_HEADER("ip-header"),
  FRAGMENT("fragment"),
  /** The packet ends before what it announces. */
  TOO_SHORT("too-short"),
  /** More bytes than the number of addresses asks for. */
  LENGTH("length"),
  /**
   * A multicast whose TTL or hop limit is not 255 came from elsewhere (RFC 9568, section 5.1.1.3).
   */
  TTL("ttl"),
  /** Addressed to the group of a router that speaks unicast, or the other way round. */
  DESTINATION("destination"),
  /** A unicast by nobody of the peers. */
  NOT_A_PEER("not-a-peer"),
  /** Our own source address: an echo, or two nodes with one address. */
  OWN_SOURCE("own-source"),
  /** No router here has this ID. */
  UNKNOWN_ROUTER("unknown-router"),
  VERSION("version"),
  /** Not an advertisement. */
  TYPE("type"),
  CHECKSUM("checksum"),
  /** Another interval in version 2 (RFC 3768, section 7.1), or none at all in version 3. */
  INTERVAL("interval"),
  AUTHENTICATION_TYPE("authentication-type"),
  PASSWORD("password"),
  NO_ADDRESS("no-address"),
  /** The router is in fault or not yet started. */
  NOT_LISTENING("not-listening");

  private final String word;

  Reception(String word) {
    this.word = word;
  }

  /** The name in metrics and logs. */
  public String word() {
    return word;
  }
}
