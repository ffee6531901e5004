package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The defects that the five published guides have must be found in their own files. */
final class GuidesTest {
  @ParameterizedTest(name = "{0} reports {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "seeds/lb-trio | KA001 KA014 HX005 HX007 HX008",
        "seeds/kubeadm-ha/filled | KA017 KA018 KA019 KA020 KA027 HX002 HX003 HX004 HX012 HX022 HX023",
        "seeds/kubeadm-ha/filled-kube-vip | KV008",
        "seeds/etcd-trio/filled seeds/etcd-trio/hosts.txt | NET001 NET002 INV001 KD001 KD014",
        "seeds/kubesphere/filled | XS008 KA004 KA016",
        "seeds/kube-vip-arp | KD001 KD020",
        "seeds/kube-vip-arp/as-printed | KD002",
        "seeds/kubeadm-ha/template | XS003",
        "seeds/kubesphere/template | XS003",
        "seeds/etcd-trio/template | XS003",
      })
  void everyGuideReportsItsDefects(String paths, String codes) {
    JSONObject report = lint(paths);
    Map<String, Long> found = countsByCode(report.getJSONArray("diagnostics"));
    for (String code : codes.split(" "))
      assertTrue(found.containsKey(code), () -> code + " is missing; found " + found);
  }

  @ParameterizedTest
  @CsvSource({"seeds/lb-trio, KA001, 3"})
  void aDefectThatStandsOnEveryNodeIsReportedOnEveryNode(String path, String code, long times) {
    assertEquals(times, countsByCode(lint(path).getJSONArray("diagnostics")).get(code));
  }

  @ParameterizedTest
  @CsvSource({
    "seeds/lb-trio, KA001, lb1/keepalived.conf, 23",
    "seeds/lb-trio, HX008, lb1/haproxy.cfg, 54",
    "seeds/kubeadm-ha/filled, KA017, master-1/check_apiserver.sh, 8",
  })
  void aFindingStandsOnItsLine(String path, String code, String file, int line) {
    boolean there =
        StreamSupport.stream(lint(path).getJSONArray("diagnostics").spliterator(), false)
            .map(JSONObject.class::cast)
            .filter(d -> d.getString("code").equals(code) && d.getString("file").endsWith(file))
            .anyMatch(d -> d.getJSONObject("start").getInt("line") == line);
    assertTrue(there, () -> code + " is not at " + file + ":" + line);
  }

  private static JSONObject lint(String paths) {
    List<String> arguments =
        Arrays.stream(paths.split(" ")).map(path -> Seeds.shared(path).toString()).toList();
    String[] line =
        Stream.concat(List.of("lint", "--format", "json").stream(), arguments.stream())
            .toArray(String[]::new);
    Vipc.Run run = Vipc.run(line);
    assertEquals("", run.err());
    return new JSONObject(run.out());
  }

  private static Map<String, Long> countsByCode(JSONArray diagnostics) {
    return StreamSupport.stream(diagnostics.spliterator(), false)
        .map(d -> ((JSONObject) d).getString("code"))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
