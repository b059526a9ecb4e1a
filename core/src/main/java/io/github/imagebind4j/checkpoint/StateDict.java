package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.checkpoint.PickleValue.Dict;
import io.github.imagebind4j.checkpoint.PickleValue.Tensor;
import io.github.imagebind4j.checkpoint.PickleValue.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Finds the state dict in what a PyTorch file holds.
final class StateDict {
  /// Where training scripts put it; the first that is there counts.
  private static final List<String> WRAPPERS = List.of("state_dict", "model");

  private static final int MAX_WRAPPERS = 4;
  private static final String PARALLEL_PREFIX = "module.";

  private StateDict() {}

  /// The tensors by name, in the file's order. Entries that are no tensors are left out.
  static SequencedMap<String, Tensor> of(PickleValue root, MappedFile file) {
    Dict dict = unwrap(root, file);
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < dict.keys.size(); i++) {
      if (dict.keys.get(i) instanceof Text(String name)
          && dict.values.get(i) instanceof Tensor tensor
          && tensors.put(name, tensor) != null) {
        throw file.damaged("it has two tensors named " + MappedFile.quote(name));
      }
    }
    if (tensors.isEmpty()) {
      throw file.refused(
          "holds no tensors by name, but " + keys(dict),
          "save the state dict itself, or under 'model' or 'state_dict'");
    }
    if (tensors.size() > TensorTable.MAX_TENSORS) {
      throw file.refused(
          "has more than " + TensorTable.MAX_TENSORS + " tensors",
          "that is no model ImageBind4J knows");
    }
    return withoutPrefix(tensors);
  }

  private static Dict unwrap(PickleValue root, MappedFile file) {
    if (!(root instanceof Dict dict)) {
      throw file.refused("holds no dict of tensors", "save a model's state_dict() with torch.save");
    }
    for (int depth = 0; depth < MAX_WRAPPERS; depth++) {
      Dict inner = wrapped(dict);
      if (inner == null) {
        break;
      }
      dict = inner;
    }
    return dict;
  }

  private static @Nullable Dict wrapped(Dict dict) {
    for (String wrapper : WRAPPERS) {
      for (int i = 0; i < dict.keys.size(); i++) {
        if (dict.keys.get(i) instanceof Text(String key)
            && key.equals(wrapper)
            && dict.values.get(i) instanceof Dict inner) {
          return inner;
        }
      }
    }
    return null;
  }

  private static String keys(Dict dict) {
    List<String> names = new ArrayList<>();
    for (PickleValue key : dict.keys) {
      if (key instanceof Text(String name) && names.size() < 8) {
        names.add(MappedFile.quote(name));
      }
    }
    return names.isEmpty() ? "a dict without named entries" : "the entries " + names;
  }

  private static SequencedMap<String, Tensor> withoutPrefix(SequencedMap<String, Tensor> tensors) {
    if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL_PREFIX))) {
      return tensors;
    }
    LinkedHashMap<String, Tensor> stripped = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      stripped.put(entry.getKey().substring(PARALLEL_PREFIX.length()), entry.getValue());
    }
    return stripped;
  }
}
