package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// LLVIP: street scenes at night, infrared and visible, with boxes around pedestrians.
///
/// `infrared/test/190001.jpg`, `visible/test/190001.jpg`, `Annotations/190001.xml` in Pascal VOC's
/// format (repository bupt-ai-cz/LLVIP). By the paper's appendix A the crops of all pedestrians are
/// classified against as many random boxes of the same sizes; here a box may not touch a
/// pedestrian's, and a seed draws it. The person is also called man, woman and people, the
/// background street, road, car, light or tree. Infrared crops are thermal items, visible ones
/// pictures of the same pair.
final class LlvipReader {
  private static final int TRIES = 50;

  private LlvipReader() {}

  static EvalSet read(DatasetFiles files, DatasetOptions options) {
    String split = options.splitOr("test");
    ItemList list = new ItemList("llvip", options.formats());
    int person = list.label(new EvalClass("person", List.of("person", "man", "woman", "people")));
    int background =
        list.label(new EvalClass("background", List.of("street", "road", "car", "light", "tree")));
    Path infrared = files.requireFolder("infrared");
    Path folder = new DatasetFiles(infrared).below(split);
    Path visible = files.root().resolve("visible").resolve(DatasetFiles.name(folder));
    Path annotations = files.requireFolder("Annotations");
    Random random = new Random(options.seed());
    for (Path picture : DatasetFiles.list(requireFolder(folder), DatasetFiles.PICTURES)) {
      String stem = DatasetFiles.stem(picture);
      Path file = annotations.resolve(stem + ".xml");
      if (!Files.isRegularFile(file)) {
        continue; // nobody in the picture
      }
      VocAnnotation annotation = VocAnnotation.read(file);
      Path partner = visible.resolve(DatasetFiles.name(picture));
      Crops crops = new Crops(list, picture, partner);
      List<VocAnnotation.Box> persons = annotation.boxes("person");
      for (VocAnnotation.Box box : persons) {
        crops.add(box, person);
      }
      for (VocAnnotation.Box box : backgrounds(annotation, persons, random)) {
        crops.add(box, background);
      }
    }
    return list.toSet();
  }

  private static Path requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException("no such folder: " + folder + "; check --split");
    }
    return folder;
  }

  /// Adds the crops of one picture, in both senses.
  private record Crops(ItemList list, Path infrared, Path visible) {
    void add(VocAnnotation.Box box, int label) {
      String id = DatasetFiles.stem(infrared) + "@" + box.left() + "," + box.top();
      list.add(id, Modality.THERMAL, () -> PictureCrop.thermal(infrared, box), List.of(label), id);
      if (Files.isRegularFile(visible)) {
        list.add(id, Modality.VISION, () -> PictureCrop.image(visible, box), List.of(label), id);
      }
    }
  }

  /// As many boxes as persons, of the same sizes, beside all persons; fewer where there is no room.
  private static List<VocAnnotation.Box> backgrounds(
      VocAnnotation annotation, List<VocAnnotation.Box> persons, Random random) {
    List<VocAnnotation.Box> boxes = new ArrayList<>();
    Set<VocAnnotation.Box> taken = new HashSet<>();
    for (VocAnnotation.Box box : persons) {
      for (int attempt = 0; attempt < TRIES; attempt++) {
        int left = random.nextInt(annotation.width() - box.width() + 1);
        int top = random.nextInt(annotation.height() - box.height() + 1);
        VocAnnotation.Box moved = box.movedTo(left, top);
        if (persons.stream().noneMatch(moved::overlaps) && taken.add(moved)) {
          boxes.add(moved);
          break;
        }
      }
    }
    return boxes;
  }
}
