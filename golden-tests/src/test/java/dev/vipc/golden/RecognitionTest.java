package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.json.JSONObject;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file is taken for, where its name and its text speak of different programs. */
final class RecognitionTest {
  private static final String HAPROXY = "defaults\n  mode tcp\nfrontend api\n  bind :8443\n";
  private static final String KEEPALIVED = "vrrp_instance VI_1 {\n  interface eth0\n}\n";

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({
    "haproxy.cfg, haproxy, haproxy",
    "docker-haproxy-keepalived__etc__haproxy.cfg, haproxy, haproxy",
    "keepalived-and-haproxy.cfg, haproxy, haproxy",
    "keepalived-and-haproxy.cfg, keepalived, keepalived",
    "keepalived.conf, keepalived, keepalived",
    "keepalived.conf, nothing, keepalived",
    "haproxy.cfg, nothing, haproxy"
  })
  void theTextDecidesWhereTheNameHoldsTwoPrograms(String name, String text, String kind)
      throws IOException {
    new Folder(temporary)
        .write(name, text.equals("haproxy") ? HAPROXY : text.equals("nothing") ? "\n" : KEEPALIVED);
    Vipc.Run run = Vipc.run("lint", "--format", "json", temporary.resolve(name).toString());
    JSONObject file = new JSONObject(run.out()).getJSONArray("files").getJSONObject(0);
    assertEquals(kind, file.getString("kind"));
  }
}
