package dev.vipc.agent.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One request to the kernel's routing sockets (rtnetlink(7)), written once and sent often. */
public final class NetlinkMessage {
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;
  static final int NLM_F_REQUEST = 0x1;
  static final int NLM_F_ACK = 0x4;
  static final int NLM_F_DUMP = 0x300;
  static final int NLM_F_EXCL = 0x200;
  static final int NLM_F_CREATE = 0x400;

  /** struct nlmsghdr: length, type, flags, sequence, port. */
  static final int HEADER = 16;

  private static final int ROOM = 256;

  private final Buffer buffer = Buffer.ofHostOrder(ROOM);
  private int length = HEADER;

  NetlinkMessage(int type, int flags) {
    buffer.bytes().putShort(4, (short) type).putShort(6, (short) (NLM_F_REQUEST | flags));
  }

  NetlinkMessage u8(int value) {
    buffer.bytes().put(length++, (byte) value);
    return this;
  }

  NetlinkMessage u16(int value) {
    buffer.bytes().putShort(length, (short) value);
    length += 2;
    return this;
  }

  NetlinkMessage u32(int value) {
    buffer.bytes().putInt(length, value);
    length += 4;
    return this;
  }

  /** Begins an attribute; what follows is in it until {@link #end}. */
  int begin(int type) {
    int at = length;
    u16(0).u16(type);
    return at;
  }

  NetlinkMessage end(int at) {
    buffer.bytes().putShort(at, (short) (length - at));
    length = length + 3 & ~3;
    return this;
  }

  NetlinkMessage attribute(int type, byte[] value) {
    int at = begin(type);
    buffer.bytes().put(length, value);
    length += value.length;
    return end(at);
  }

  NetlinkMessage attribute(int type, int value) {
    int at = begin(type);
    return u32(value).end(at);
  }

  NetlinkMessage attribute(int type, String text) {
    return attribute(type, (text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /** Sets length and sequence. */
  void number(int sequence) {
    buffer.bytes().putInt(0, length).putInt(8, sequence);
  }

  long address() {
    return buffer.address();
  }

  int length() {
    return length;
  }

  ByteBuffer bytes() {
    return buffer.bytes();
  }
}
