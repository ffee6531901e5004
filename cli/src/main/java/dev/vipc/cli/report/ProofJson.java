package dev.vipc.cli.report;

import dev.vipc.proof.Bounds;
import dev.vipc.proof.Case;
import dev.vipc.proof.Fault;
import dev.vipc.proof.Host;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.ServiceProof;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.json.JSONWriter;

/** The JSON of {@code prove}, version 1 of the contract. */
final class ProofJson {
  private final JSONWriter json;
  private final PrintWriter out;

  ProofJson(PrintWriter out) {
    this.out = out;
    this.json = new JSONWriter(out);
  }

  void write(List<ServiceProof> proofs, ProofRequest request) {
    json.object().key("version").value(1).key("services").array();
    proofs.forEach(proof -> service(proof, request));
    json.endArray().endObject();
    out.println();
  }

  private void service(ServiceProof proof, ProofRequest request) {
    json.object().key("name").value(proof.name()).key("holds").value(proof.holds());
    proof.unproved().ifPresent(why -> json.key("unproved").value(why));
    proof
        .recovery()
        .ifPresent(
            bounds -> {
              json.key("recovery").object();
              json.key("bestSeconds").value(seconds(bounds.best()));
              json.key("worstSeconds").value(seconds(bounds.worst()));
              request
                  .objective()
                  .ifPresent(o -> json.key("limitSeconds").value(seconds(o.toNanos() / 1e9)));
              json.endObject();
            });
    json.key("cases").array();
    proof.cases().forEach(this::oneCase);
    json.endArray().endObject();
  }

  private void oneCase(Case one) {
    json.object().key("faults").array();
    one.faults().forEach(this::fault);
    json.endArray();
    json.key("repaired").value(one.repaired());
    json.key("outcome").value(one.outcome().word());
    json.key("holders").value(one.holders().stream().map(Host::name).toList());
    if (!one.alike().isEmpty())
      json.key("alike").value(one.alike().stream().map(Host::name).toList());
    bounds("detectSeconds", one.detect());
    bounds("restoreSeconds", one.restore());
    json.key("late").value(one.late());
    json.key("assumptions").value(one.assumptions());
    json.key("why").value(one.why());
    json.key("places").array();
    one.places()
        .forEach(
            place -> {
              json.object().key("file").value(place.file().path());
              JsonReport.position(json.key("start"), place.startPosition());
              JsonReport.position(json.key("end"), place.endPosition());
              json.endObject();
            });
    json.endArray();
    one.help().ifPresent(help -> json.key("help").value(help));
    json.endObject();
  }

  /** A partition names the machines of the part that the first one is not in. */
  private void fault(Fault fault) {
    json.object().key("kind").value(fault.kind().word());
    json.key("component").value(fault.component().word());
    if (fault.kind() == Fault.Kind.PARTITION)
      json.key("nodes").value(fault.hosts().stream().map(Host::name).toList());
    json.key("node").value(fault.hosts().getFirst().name());
    json.endObject();
  }

  private void bounds(String key, Optional<Bounds> bounds) {
    if (bounds.isEmpty()) return;
    json.key(key).object();
    json.key("best").value(seconds(bounds.get().best()));
    json.key("worst").value(seconds(bounds.get().worst()));
    json.endObject();
  }

  private static BigDecimal seconds(double seconds) {
    return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
  }
}
