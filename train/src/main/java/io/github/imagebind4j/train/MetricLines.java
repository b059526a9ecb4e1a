package io.github.imagebind4j.train;

import java.util.LinkedHashMap;
import java.util.Map;

/// Steps and checks as lines of `metrics.jsonl`.
final class MetricLines {
  private MetricLines() {}

  static Map<String, Object> of(TrainListener.Metrics m) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", m.stage());
    line.put("step", m.step());
    line.put("epoch", m.epoch());
    line.put("loss", m.loss());
    line.put("found", m.found());
    line.put("learning_rate", m.learningRate());
    line.put("gradient_norm", m.gradientNorm());
    line.put("scale", m.scale());
    if (!m.besideLosses().isEmpty()) {
      line.put("beside_losses", m.besideLosses());
    }
    line.put("seconds", m.seconds());
    line.put("waited", m.waited());
    return line;
  }

  static Map<String, Object> of(TrainListener.Score s) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", s.stage());
    line.put("step", s.step());
    line.put("check", s.name());
    line.put("recall_at_1", s.recallAt1());
    line.put("map", s.meanAveragePrecision());
    line.put("chance", s.chance());
    line.put("best", s.best());
    return line;
  }
}
