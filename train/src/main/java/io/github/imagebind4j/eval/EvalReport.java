package io.github.imagebind4j.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an evaluation found, of one model on one or more datasets.
///
/// Immutable and safe for use by any thread.
///
/// @param model what the model is called
/// @param fingerprint which weights and preprocessing
/// @param precision the number format it computed in
/// @param zeroShot results of zero-shot classification
/// @param retrieval results of retrieval
/// @param probes results of few-shot probes
/// @param emergence matrices of emergent alignment
/// @param failures how many items could not be embedded and are not counted
public record EvalReport(
    String model,
    String fingerprint,
    String precision,
    List<ZeroShot.Result> zeroShot,
    List<CrossModalRetrieval.Result> retrieval,
    List<FewShotProbe.Result> probes,
    List<Emergence.Result> emergence,
    int failures) {
  private static final String FORMAT = "imagebind4j-eval-1";

  /// Copies.
  public EvalReport {
    zeroShot = List.copyOf(zeroShot);
    retrieval = List.copyOf(retrieval);
    probes = List.copyOf(probes);
    emergence = List.copyOf(emergence);
  }

  /// The report by its names in JSON.
  ///
  /// @return a fresh map of maps, lists, texts and numbers; what is not known is null
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("model", model);
    map.put("fingerprint", fingerprint);
    map.put("precision", precision);
    map.put("failures", failures);
    map.put("zero_shot", zeroShot.stream().map(ZeroShot.Result::toMap).toList());
    map.put("retrieval", retrieval.stream().map(CrossModalRetrieval.Result::toMap).toList());
    map.put("probes", probes.stream().map(FewShotProbe.Result::toMap).toList());
    map.put("emergence", emergence.stream().map(Emergence.Result::toMap).toList());
    return map;
  }
}
