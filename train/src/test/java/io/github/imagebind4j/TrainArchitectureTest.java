package io.github.imagebind4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may use whom in the training module: `train` on top, under it its data, its towers and
/// evaluation, each by itself, and at the bottom what all their web pages share.
class TrainArchitectureTest {
  private static final String ROOT = "io.github.imagebind4j";

  private static final Map<String, List<String>> MUST_NOT_USE =
      Map.of(
          "train.data", List.of("train.nn", "eval..", "synth.."),
          "train.nn", List.of("train.data", "eval..", "synth.."),
          "eval", List.of("train..", "synth.."),
          "synth", List.of("train..", "eval.."),
          "page", List.of("train..", "eval..", "synth.."));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT + ".train", ROOT + ".eval", ROOT + ".synth", ROOT + ".page");

  @Test
  void sawTheClassesAndEveryPackage() {
    assertThat(CLASSES.size()).isGreaterThan(150);
    for (String name : MUST_NOT_USE.keySet()) {
      assertThat(CLASSES.containPackage(ROOT + "." + name)).as(name).isTrue();
    }
  }

  @Test
  void arrowsPointDownOnly() {
    MUST_NOT_USE.forEach((name, others) ->
        noClasses()
            .that()
            .resideInAPackage(ROOT + "." + name)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                others.stream().map(other -> ROOT + "." + other).toArray(String[]::new))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".train")
            .check(CLASSES));
  }

  @Test
  void onlyTowersTouchLibTorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".train.nn")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco.pytorch..")
        .check(CLASSES);
  }
}
