package dev.vipc.check.haproxy;

import java.util.Arrays;

/**
 * Which servers there are, by a 64-bit hash of section and name: a few bytes a server, since a
 * configuration may have a million. Two names of one hash do not happen in practice.
 */
final class ServerIndex {
  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  static long key(String proxy, String server) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < proxy.length(); i++) hash = (hash ^ proxy.charAt(i)) * 0x100000001b3L;
    hash = (hash ^ '/') * 0x100000001b3L;
    for (int i = 0; i < server.length(); i++) hash = (hash ^ server.charAt(i)) * 0x100000001b3L;
    hash ^= hash >>> 29;
    return hash == 0 ? 1 : hash;
  }

  /** The value stored with the key; -1 where there is none. */
  int get(long key) {
    int at = slot(keys, key);
    return keys[at] == key ? values[at] : -1;
  }

  /** Stores a value of at least 0. */
  void put(long key, int value) {
    if (size * 2 >= keys.length) grow();
    int at = slot(keys, key);
    if (keys[at] != key) {
      keys[at] = key;
      size++;
    }
    values[at] = value;
  }

  private void grow() {
    long[] more = new long[keys.length * 2];
    int[] moreValues = Arrays.copyOf(new int[0], more.length);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == 0) continue;
      int at = slot(more, keys[i]);
      more[at] = keys[i];
      moreValues[at] = values[i];
    }
    keys = more;
    values = moreValues;
  }

  private static int slot(long[] keys, long key) {
    int mask = keys.length - 1;
    int at = (int) (key ^ (key >>> 32)) & mask;
    while (keys[at] != 0 && keys[at] != key) at = (at + 1) & mask;
    return at;
  }
}
