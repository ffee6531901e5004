package dev.vipc.lower;

import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.Optional;

/** A kind of file that vipc reads: how to recognise one, and what it says. One class a format. */
public interface Format extends Documented {
  /** The word for it in reports and for {@code --as}: {@code keepalived}, {@code haproxy} … */
  String kind();

  /** The program whose version such a file is checked for, as {@code --target} names it. */
  default Optional<String> program() {
    return Optional.of(kind()).filter(Targets.PROGRAMS::contains);
  }

  /** The characters that begin a comment which runs to the end of its line. */
  default String commentSigns() {
    return "#";
  }

  /**
   * Whether such a file belongs to one machine; if not, it belongs to the deployment as a whole.
   */
  boolean belongsToNode();

  /** Whether a file of this name can be of this kind: asked before the file is opened. */
  boolean mayBe(String fileName);

  /**
   * Whether a file of this name is of this kind whatever it holds, so that no other kind is asked.
   */
  default boolean owns(String fileName) {
    return false;
  }

  /** Whether a file of this name may hold a private key, which is then not read into memory. */
  default boolean mayHoldKey(String fileName) {
    return false;
  }

  /** The file as it is kept, every character in its place, without private keys in it. */
  default SourceFile withoutKeys(SourceFile file) {
    return file;
  }

  /**
   * How surely the file is of this kind: 0 not at all; 1 by content; 2 by its name and content; the
   * surest format reads it.
   */
  int recognises(SourceFile file);

  /**
   * Reads one file: syntax, keywords or schema, then the model. Reports what is wrong with the file
   * alone; what stands against other files is the rules' business.
   */
  Parts read(SourceFile file, Targets targets, Reporter out);
}
