package dev.vipc.agent.firewall;

import dev.vipc.agent.firewall.Possible.Between;
import dev.vipc.agent.plan.Json;
import dev.vipc.agent.plan.Subnet;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers, addresses, prefixes and ranges of nft (libnftables-json(5), "EXPRESSIONS"). */
final class Literal {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,39}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9+-]*");
  private static final String VRRP = "vrrp";

  /** The number of a protocol that is not VRRP: no protocol has it. */
  private static final int ANOTHER_PROTOCOL = 256;

  private Literal() {}

  static Between of(InetAddress address) {
    return Between.only(new BigInteger(1, address.getAddress()));
  }

  static Between of(Subnet subnet) {
    BigInteger address = new BigInteger(1, subnet.address().getAddress());
    int rest = subnet.address().getAddress().length * 8 - subnet.prefixLength();
    BigInteger least = address.shiftRight(rest).shiftLeft(rest);
    return new Between(least, least.add(BigInteger.ONE.shiftLeft(rest)).subtract(BigInteger.ONE));
  }

  /** Absent for what is no number, nor anything that lies between two. */
  static Optional<Between> between(Json json) {
    return Tree.at(json, "prefix")
        .flatMap(Literal::prefix)
        .or(() -> Tree.at(json, "range").flatMap(range -> range(Tree.items(range))))
        .or(() -> number(json).map(Between::only))
        .or(() -> otherProtocol(json));
  }

  private static Optional<Between> prefix(Json prefix) {
    return Tree.at(prefix, "len")
        .flatMap(Literal::number)
        .map(BigInteger::intValue)
        .flatMap(
            length ->
                Subnet.address(Tree.word(prefix, "addr"))
                    .filter(address -> length <= address.getAddress().length * 8)
                    .map(address -> of(new Subnet(address, length))));
  }

  private static Optional<Between> range(List<Json> ends) {
    if (ends.size() != 2) return Optional.empty();
    return number(ends.getFirst())
        .flatMap(least -> number(ends.getLast()).map(most -> new Between(least, most)));
  }

  /** {@code exists} and {@code missing} are true and false. */
  static Optional<BigInteger> number(Json json) {
    return switch (json) {
      case Json.Number(var text, _) -> whole(text);
      case Json.Truth(var value, _) -> Optional.of(value ? BigInteger.ONE : BigInteger.ZERO);
      case Json.Text(var text, _) when text.equals(VRRP) ->
          Optional.of(BigInteger.valueOf(Packet.PROTOCOL));
      case Json.Text(var text, _) ->
          whole(text).or(() -> Subnet.address(text).map(address -> of(address).least()));
      case Json.Object _, Json.Array _, Json.Null _ -> Optional.empty();
    };
  }

  private static Optional<BigInteger> whole(String text) {
    return Optional.of(text).filter(WHOLE.asMatchPredicate()).map(BigInteger::new);
  }

  /** The only known numbers that have names are protocols', and 112 has one or is a number. */
  private static Optional<Between> otherProtocol(Json json) {
    return Tree.text(json).filter(NAME.asMatchPredicate()).map(_ -> Between.only(ANOTHER_PROTOCOL));
  }
}
