package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /// Every sense but text meets pictures alone, and pictures no longer change by then.
  @Test
  void inTheMiniaturesEachSenseIsBoundToPicturesAlone() {
    for (String recipe : List.of("miniature/recipe.yaml", "miniature/quick.yaml")) {
      Recipe.read(RECIPES.resolve(recipe)).stages().stream()
          .filter(stage -> !stage.right().name().equals("text"))
          .forEach(stage -> {
            assertThat(stage.left().name()).isEqualTo("vision");
            assertThat(stage.modes()).containsOnlyKeys(stage.right());
            assertThat(stage.pairs()).allMatch(pairs -> !pairs.right().isEmpty());
          });
    }
  }
}
