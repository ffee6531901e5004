package dev.vipc.keyword;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.syntax.Document;
import java.util.Optional;

/**
 * Holds configuration files against the keyword tables: what may stand where, with which arguments,
 * in which release. The tables are read when a file first needs them. Not safe for use by several
 * threads.
 */
public final class KeywordCheck {
  /** The programs that have a table. */
  public enum Program {
    KEEPALIVED,
    HAPROXY
  }

  private Optional<KeywordTable> keepalived = Optional.empty();
  private Optional<KeywordTable> haproxy = Optional.empty();
  private Optional<KeywordTable> haproxyExpressions = Optional.empty();

  /** Reports what the program at this release would refuse or warn of: the {@code KW} findings. */
  public void check(Document document, Program program, Release release, Reporter out) {
    switch (program) {
      case KEEPALIVED -> checkKeepalived(document, release, out);
      case HAPROXY -> checkHaproxy(document, release, out);
    }
  }

  private void checkKeepalived(Document document, Release release, Reporter out) {
    KeywordTable table = keepalived.orElseGet(KeywordTable::keepalived);
    keepalived = Optional.of(table);
    new KeepalivedCheck(table, new KeywordReport("keepalived", release, out)).check(document);
  }

  private void checkHaproxy(Document document, Release release, Reporter out) {
    haproxyLines(release, false, out).check(document);
  }

  /** The sample fetches, converters and ACL names of HAProxy. */
  public KeywordTable haproxyExpressions() {
    KeywordTable table = haproxyExpressions.orElseGet(KeywordTable::haproxyExpressions);
    haproxyExpressions = Optional.of(table);
    return table;
  }

  /**
   * A check of the lines of haproxy.cfg, one at a time.
   *
   * @param asProgram whether to say what the program would of the text as it stands, whatever a
   *     template engine could make of it
   */
  public HaproxyCheck haproxyLines(Release release, boolean asProgram, Reporter out) {
    KeywordTable table = haproxy.orElseGet(KeywordTable::haproxy);
    haproxy = Optional.of(table);
    return new HaproxyCheck(table, new KeywordReport("HAProxy", release, out, asProgram, false));
  }

  /** The same for a release that the user stated: what stands in its way is said as such. */
  public HaproxyCheck haproxyUpgrade(Release release, Reporter out) {
    KeywordTable table = haproxy.orElseGet(KeywordTable::haproxy);
    haproxy = Optional.of(table);
    return new HaproxyCheck(table, new KeywordReport("HAProxy", release, out, false, true));
  }

  /** A check of the lines of keepalived.conf, one at a time, as the program judges them. */
  public KeepalivedLines keepalivedLines(Release release, Reporter out) {
    KeywordTable table = keepalived.orElseGet(KeywordTable::keepalived);
    keepalived = Optional.of(table);
    return new KeepalivedLines(table, new KeywordReport("keepalived", release, out, true, false));
  }
}
