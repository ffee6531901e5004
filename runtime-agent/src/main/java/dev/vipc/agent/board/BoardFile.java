package dev.vipc.agent.board;

import dev.vipc.agent.net.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * A mapped file that belongs to one plan. Its name and its header hold the plan's hash, so that
 * nobody ever believes what was written for another plan; its header tells whether its writer is
 * alive. Numbers stand in the machine's own byte order.
 *
 * <pre>
 *  0  magic and version of the layout      40  the writer's process ID, 0: none
 *  8  the plan's hash, 32 bytes            48  the writer's last beat, nanoseconds of CLOCK_MONOTONIC
 *                                          56  the writer's start, milliseconds since 1970
 * </pre>
 */
final class BoardFile {
  static final int HEADER_BYTES = 64;

  /** {@code vipdbrd} and the version. */
  private static final long MAGIC = 0x76697064_62726402L;

  private static final int HASH = 8;
  private static final int PID = 40;
  private static final int BEAT = 48;
  private static final int STARTED = 56;
  private static final int NAME_DIGITS = 16;

  private final Path path;
  private final ByteBuffer bytes;

  private BoardFile(Path path, ByteBuffer bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /**
   * Opens the plan's board, or makes it: both processes may do so in any order.
   *
   * @param folder where it lies; in memory rather than on a disk
   * @param kind its name's beginning
   * @param hash 64 hexadecimal digits
   */
  static BoardFile open(Path folder, String kind, String hash, int size) throws IOException {
    Path path = folder.resolve(kind + "-" + hash.substring(0, NAME_DIGITS) + ".board");
    if (!belongs(path, hash, size)) {
      Files.deleteIfExists(path);
      make(folder, path, hash, size);
    }
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new BoardFile(path, Buffer.mapped(file, size));
    }
  }

  private static boolean belongs(Path path, String hash, int size) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) != size) return false;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      while (header.hasRemaining() && file.read(header) > 0) {
        // a file of memory is read at once, but nobody promises it
      }
    }
    byte[] found = new byte[32];
    header.get(HASH, found);
    return header.getLong(0) == MAGIC && HexFormat.of().formatHex(found).equals(hash);
  }

  /** It appears whole, with every page there: a hole could not be filled when memory is short. */
  private static void make(Path folder, Path path, String hash, int size) throws IOException {
    byte[] empty = new byte[size];
    ByteBuffer.wrap(empty)
        .order(ByteOrder.nativeOrder())
        .putLong(0, MAGIC)
        .put(HASH, HexFormat.of().parseHex(hash));
    // a name of its own without the JDK's temporary files, whose random numbers take 10 ms to start
    String own = ".board-%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
    Path draft = folder.resolve(own);
    try (var bytes =
        Files.newByteChannel(
            draft,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer left = ByteBuffer.wrap(empty);
      while (left.hasRemaining()) bytes.write(left);
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException _) {
      // the other process was first, and its file is as good
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Says that this process writes it from now on. */
  void claim() {
    bytes.putLong(STARTED, System.currentTimeMillis());
    beat(System.nanoTime());
    bytes.putInt(PID, (int) ProcessHandle.current().pid());
  }

  /** Says that nobody writes it any more. */
  void release() {
    bytes.putInt(PID, 0);
  }

  /** Takes it off the disk, since its plan is not run any more; who has it open goes on with it. */
  void discard() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      // a few kilobytes stay in memory
    }
  }

  /**
   * @param nanos {@link System#nanoTime}, which is CLOCK_MONOTONIC in every Java of this machine
   */
  void beat(long nanos) {
    bytes.putLong(BEAT, nanos);
  }

  int pid() {
    return bytes.getInt(PID);
  }

  long beat() {
    return bytes.getLong(BEAT);
  }

  long startedMillis() {
    return bytes.getLong(STARTED);
  }

  ByteBuffer bytes() {
    return bytes;
  }

  /** Text of at most {@code most} bytes behind its length. */
  void putText(int at, String text, int most) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, most - 1);
    bytes.put(at, (byte) length);
    bytes.put(at + 1, utf8, 0, length);
  }

  String text(int at) {
    byte[] utf8 = new byte[bytes.get(at) & 0xff];
    bytes.get(at + 1, utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
