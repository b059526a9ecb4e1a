package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.train.Recipe;
import io.github.imagebind4j.train.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The recipes that come with the project.
class RecipesTest {
  private static final Path RECIPES = Path.of(System.getProperty("imagebind4j.home"), "recipes");

  private static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(RECIPES)) {
      List<Path> recipes = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(recipes).hasSizeGreaterThan(3);
      return recipes;
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyRecipeCanBeRead(Path recipe) {
    assertThat(Recipe.read(recipe).stages()).isNotEmpty();
  }

  private static List<String> lines(String recipe) throws IOException {
    return Files.readString(RECIPES.resolve(recipe))
        .replace("../miniature/", "")
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("name:"))
        .toList();
  }

  /// A study of sizes is worth nothing if anything else differs.
  @ParameterizedTest
  @ValueSource(strings = {"small", "medium"})
  void theScalingStudyChangesNothingButTheImageTower(String size) throws IOException {
    List<String> scaled = lines("scaling/" + size + ".yaml");
    List<String> miniature = lines("miniature/recipe.yaml");
    assertThat(scaled).hasSameSizeAs(miniature);
    for (int i = 0; i < scaled.size(); i++) {
      if (!scaled.get(i).equals(miniature.get(i))) {
        assertThat(scaled.get(i)).containsPattern("^  vision_(stem|embed_dim):");
      }
    }
    assertThat(scaled).isNotEqualTo(miniature);
  }

  /// No sense but pictures meets a text, or a third sense: what they know of one another emerges.
  @Test
  void inTheMiniaturesEachSenseIsBoundToPicturesAlone() {
    for (String recipe : List.of("miniature/recipe.yaml", "miniature/quick.yaml")) {
      Set<Modality> bound = new HashSet<>();
      for (Stage stage : Recipe.read(RECIPES.resolve(recipe)).stages()) {
        List<Modality> lefts = new ArrayList<>(List.of(stage.left()));
        List<Modality> rights = new ArrayList<>(List.of(stage.right()));
        stage
            .beside()
            .forEach(beside -> {
              lefts.add(beside.left());
              rights.add(beside.right());
            });
        assertThat(lefts).containsOnly(Modality.VISION);
        assertThat(rights).doesNotHaveDuplicates().doesNotContain(Modality.VISION);
        bound.addAll(rights);
      }
      assertThat(bound).contains(Modality.TEXT, Modality.AUDIO);
    }
  }
}
