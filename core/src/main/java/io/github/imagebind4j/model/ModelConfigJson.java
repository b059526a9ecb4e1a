package io.github.imagebind4j.model;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// [ModelConfig] as JSON, by the names of the reference constructor's arguments
/// (`imagebind/models/imagebind_model.py`).
final class ModelConfigJson {
  /// Arguments that shape only training; read and left alone.
  private static final List<String> TRAINING_ONLY =
      List.of("audio_drop_path", "depth_drop_path", "thermal_drop_path", "imu_drop_path");

  private ModelConfigJson() {}

  static ModelConfig read(String json) {
    Map<String, Object> root;
    try {
      root = JSON.std.mapFrom(json);
    } catch (JacksonException e) {
      throw new ConfigException("the config is not a JSON object: " + e.getOriginalMessage(), e);
    }
    Object args = root.get("args");
    ConfigFields fields =
        args instanceof Map<?, ?>
            ? ConfigFields.of(args, "args")
            : ConfigFields.of(root, "the config");
    ModelConfig config = read(fields);
    TRAINING_ONLY.forEach(fields::skip);
    fields.requireAllRead();
    return config;
  }

  private static ModelConfig read(ConfigFields f) {
    SequencedMap<Modality, ModalityConfig> all = new LinkedHashMap<>();
    all.put(Modality.VISION, vision(f));
    all.put(Modality.TEXT, text(f));
    all.put(Modality.AUDIO, audio(f));
    all.put(Modality.DEPTH, image(f, Modality.DEPTH, "depth_stem", 384, 8, 5));
    all.put(Modality.THERMAL, image(f, Modality.THERMAL, "rgbt_stem", 768, 12, 10));
    all.put(Modality.IMU, imu(f));
    List<String> towers = f.strings("towers");
    if (!towers.isEmpty()) {
      towers.stream()
          .filter(tower -> !all.containsKey(Modality.of(tower)))
          .forEach(tower -> {
            throw new ConfigException(
                "there is no tower '" + tower + "'; choose of " + all.keySet());
          });
      all.keySet().removeIf(modality -> !towers.contains(modality.name()));
    }
    f.objects("modalities")
        .forEach((name, fields) -> all.put(Modality.of(name), newSense(name, fields)));
    return new ModelConfig(f.integer("out_embed_dim", 768), all);
  }

  private static ModalityConfig vision(ConfigFields f) {
    List<Integer> kernel = f.integers("kernel_size", List.of(2, 14, 14));
    if (kernel.size() != 3 || !kernel.get(1).equals(kernel.get(2))) {
      throw new ConfigException("kernel_size must be [frames, size, size], got " + kernel);
    }
    int size = f.integer("vision_image_size", 224);
    int patch = kernel.get(1);
    int frames = f.integer("video_frames", 2);
    List<StemConfig.ConvStage> stages = stages(f, "vision_stem");
    StemConfig stem =
        stages.isEmpty()
            ? new StemConfig.Patches(
                "rgbt_stem", 3, frames, size, size, kernel.getFirst(), patch, patch, false)
            : new StemConfig.Convolutions("rgbt_stem", 3, frames, size, size, stages, false);
    return ModalityConfig.vision(
        stem,
        f.integer("vision_embed_dim", 1024),
        f.integer("vision_num_blocks", 24),
        f.integer("vision_num_heads", 16));
  }

  private static ModalityConfig text(ConfigFields f) {
    return ModalityConfig.text(
        new StemConfig.Tokens(
            f.integer("text_vocab_size", 49408), f.integer("text_context_length", 77)),
        f.integer("text_embed_dim", 768),
        f.integer("text_num_blocks", 12),
        f.integer("text_num_heads", 12));
  }

  private static ModalityConfig audio(ConfigFields f) {
    int kernel = f.integer("audio_kernel_size", 16);
    int stride = f.integer("audio_stride", 10);
    int bins = f.integer("audio_num_mel_bins", 128);
    int length = f.integer("audio_target_len", 204);
    List<StemConfig.ConvStage> stages = stages(f, "audio_stem");
    StemConfig stem =
        stages.isEmpty()
            ? new StemConfig.Patches("rgbt_stem", 1, 0, bins, length, 0, kernel, stride, true)
            : new StemConfig.Convolutions("rgbt_stem", 1, 0, bins, length, stages, true);
    return ModalityConfig.sense(
        stem,
        f.integer("audio_embed_dim", 768),
        f.integer("audio_num_blocks", 12),
        f.integer("audio_num_heads", 12),
        20);
  }

  private static ModalityConfig image(
      ConfigFields f, Modality modality, String key, int dim, int heads, double scale) {
    int size = f.integer(modality + "_image_size", 224);
    int kernel = f.integer(modality + "_kernel_size", 16);
    List<StemConfig.ConvStage> stages = stages(f, modality + "_stem");
    return ModalityConfig.sense(
        stages.isEmpty()
            ? new StemConfig.Patches(key, 1, 0, size, size, 0, kernel, kernel, true)
            : new StemConfig.Convolutions(key, 1, 0, size, size, stages, true),
        f.integer(modality + "_embed_dim", dim),
        f.integer(modality + "_num_blocks", 12),
        f.integer(modality + "_num_heads", heads),
        scale);
  }

  private static ModalityConfig imu(ConfigFields f) {
    return ModalityConfig.sense(
        new StemConfig.Windows(
            "imu_stem", 6, f.integer("imu_length", 2000), f.integer("imu_kernel_size", 8)),
        f.integer("imu_embed_dim", 512),
        f.integer("imu_num_blocks", 6),
        f.integer("imu_num_heads", 8),
        5);
  }

  private static ModalityConfig newSense(String name, ConfigFields f) {
    int channels = f.integer("channels", 1);
    StemConfig stem =
        switch (f.string("kind", "patches")) {
          case "patches" -> {
            int height = f.integer("height", 224);
            int kernel = f.integer("kernel_size", 16);
            yield new StemConfig.Patches(
                "stem",
                channels,
                0,
                height,
                f.integer("width", height),
                0,
                kernel,
                f.integer("stride", kernel),
                true);
          }
          case "convolutions" -> {
            int height = f.integer("height", 224);
            yield new StemConfig.Convolutions(
                "stem", channels, 0, height, f.integer("width", height), stages(f, "stages"), true);
          }
          case "windows" ->
              new StemConfig.Windows(
                  "stem", channels, f.integer("length", 2000), f.integer("window", 8));
          case String other ->
              throw new ConfigException(
                  "modality "
                      + name
                      + " is of kind '"
                      + other
                      + "'; choose patches, convolutions or windows");
        };
    int dim = f.integer("embed_dim", 384);
    ModalityConfig config =
        ModalityConfig.sense(
            stem,
            dim,
            f.integer("num_blocks", 12),
            f.integer("num_heads", 8),
            f.number("logit_scale", 10));
    f.requireAllRead();
    return config;
  }

  /// A convolutional stem's stages, each `[width, kernel, stride, depth]`.
  private static List<StemConfig.ConvStage> stages(ConfigFields f, String name) {
    return f.wholeNumbers(name).stream()
        .map(row -> {
          if (row.size() != 4) {
            throw new ConfigException(
                "each stage of " + name + " must be [width, kernel, stride, depth], got " + row);
          }
          return new StemConfig.ConvStage(row.get(0), row.get(1), row.get(2), row.get(3));
        })
        .toList();
  }

  private static List<List<Integer>> rows(List<StemConfig.ConvStage> stages) {
    return stages.stream().map(s -> List.of(s.width(), s.kernel(), s.stride(), s.depth())).toList();
  }

  static String write(ModelConfig config) {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> newSenses = new LinkedHashMap<>();
    List<String> six = List.of("vision", "text", "audio", "depth", "thermal", "imu");
    List<String> towers =
        config.modalities().keySet().stream().map(Modality::name).filter(six::contains).toList();
    json.put("out_embed_dim", config.outEmbedDim());
    config
        .modalities()
        .forEach((modality, m) -> {
          if (six.contains(modality.name())) {
            writeOneOfSix(modality.name(), m, json);
          } else {
            newSenses.put(modality.name(), writeNewSense(m));
          }
        });
    if (towers.size() < six.size()) {
      json.put("towers", towers);
    }
    if (!newSenses.isEmpty()) {
      json.put("modalities", newSenses);
    }
    return JSON.std.asString(json);
  }

  private static void writeOneOfSix(String name, ModalityConfig m, Map<String, Object> json) {
    json.put(name + "_embed_dim", m.trunk().embedDim());
    json.put(name + "_num_blocks", m.trunk().numBlocks());
    json.put(name + "_num_heads", m.trunk().numHeads());
    switch (m.stem()) {
      case StemConfig.Patches p when p.frames() > 0 -> {
        json.put("video_frames", p.frames());
        json.put("kernel_size", List.of(p.kernelFrames(), p.kernel(), p.kernel()));
        json.put(name + "_image_size", p.height());
      }
      case StemConfig.Patches p when name.equals("audio") -> {
        json.put("audio_kernel_size", p.kernel());
        json.put("audio_stride", p.stride());
        json.put("audio_num_mel_bins", p.height());
        json.put("audio_target_len", p.width());
      }
      case StemConfig.Patches p -> {
        json.put(name + "_kernel_size", p.kernel());
        json.put(name + "_image_size", p.height());
      }
      case StemConfig.Convolutions c -> {
        json.put(name + "_stem", rows(c.stages()));
        if (name.equals("audio")) {
          json.put("audio_num_mel_bins", c.height());
          json.put("audio_target_len", c.width());
        } else {
          json.put(name + "_image_size", c.height());
        }
        if (c.frames() > 0) {
          json.put("video_frames", c.frames());
        }
      }
      case StemConfig.Tokens t -> {
        json.put("text_vocab_size", t.vocabulary());
        json.put("text_context_length", t.context());
      }
      case StemConfig.Windows w -> {
        json.put("imu_kernel_size", w.window());
        json.put("imu_length", w.length());
      }
    }
  }

  private static Map<String, Object> writeNewSense(ModalityConfig m) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (m.stem()) {
      case StemConfig.Patches p -> {
        json.put("kind", "patches");
        json.put("channels", p.channels());
        json.put("height", p.height());
        json.put("width", p.width());
        json.put("kernel_size", p.kernel());
        json.put("stride", p.stride());
      }
      case StemConfig.Convolutions c -> {
        json.put("kind", "convolutions");
        json.put("channels", c.channels());
        json.put("height", c.height());
        json.put("width", c.width());
        json.put("stages", rows(c.stages()));
      }
      case StemConfig.Windows w -> {
        json.put("kind", "windows");
        json.put("channels", w.channels());
        json.put("length", w.length());
        json.put("window", w.window());
      }
      case StemConfig.Tokens t ->
          throw new ConfigException(
              "a new sense comes as patches, convolutions or windows, not as text tokens");
    }
    json.put("embed_dim", m.trunk().embedDim());
    json.put("num_blocks", m.trunk().numBlocks());
    json.put("num_heads", m.trunk().numHeads());
    OptionalDouble scale = m.logitScale();
    scale.ifPresent(value -> json.put("logit_scale", value));
    return json;
  }
}
