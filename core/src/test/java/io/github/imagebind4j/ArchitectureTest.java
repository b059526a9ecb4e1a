package io.github.imagebind4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The arrows of DESIGN: who may use whom inside core.
class ArchitectureTest {
  private static final String ROOT = "io.github.imagebind4j";

  /// Each package and the ones below it that it may use; `error` is below all.
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("error", List.of()),
          Map.entry("array", List.of()),
          Map.entry("input", List.of("array")),
          Map.entry("embedding", List.of("input")),
          Map.entry("media", List.of("input", "array")),
          Map.entry("tokenizer", List.of("array")),
          Map.entry("preprocess", List.of("media", "input", "array")),
          Map.entry("checkpoint", List.of("array")),
          Map.entry("torch", List.of("array")),
          Map.entry("model", List.of("torch", "checkpoint", "array", "input")),
          Map.entry("index", List.of("embedding", "input")));

  /// Stands on the front door and may use everything; nothing may use it.
  private static final String ABOVE_ALL = ROOT + ".indexing";

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void sawTheClassesAndEveryPackage() {
    assertThat(CORE.size()).isGreaterThan(100);
    for (String name : MAY_USE.keySet()) {
      assertThat(CORE.containPackage(ROOT + "." + name)).as(name).isTrue();
    }
    assertThat(CORE.containPackage(ABOVE_ALL)).isTrue();
    assertThat(CORE.getPackage(ROOT).getSubpackages()).hasSize(MAY_USE.size() + 1);
  }

  @Test
  void arrowsPointDownOnly() {
    MAY_USE.forEach((name, below) -> {
      String[] forbidden =
          MAY_USE.keySet().stream()
              .filter(
                  other -> !other.equals(name) && !other.equals("error") && !below.contains(other))
              .map(other -> ROOT + "." + other)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + name)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage(ROOT)
          .check(CORE);
    });
  }

  @Test
  void nothingUsesWhatStandsAboveAll() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ABOVE_ALL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ABOVE_ALL)
        .check(CORE);
  }

  @Test
  void onlyTorchAndModelTouchLibTorch() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".torch", ROOT + ".model")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco.pytorch..")
        .check(CORE);
  }

  @Test
  void onlyMediaTouchesCodecs() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".media")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.bytedeco.ffmpeg..", "org.bytedeco.opencv..", "javax.imageio..", "java.awt..")
        .check(CORE);
  }

  @Test
  void packagesThatNeedOnlyTheJdkUseOnlyTheJdk() {
    classes()
        .that()
        .resideInAnyPackage(
            ROOT + ".error", ROOT + ".array", ROOT + ".input", ROOT + ".embedding", ROOT + ".index")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "jdk.incubator.vector..", ROOT + "..")
        .check(CORE);
  }

  @Test
  void onlyOneClassNeedsAnIncubatorModule() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".index.VectorDotProduct")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(CORE);
  }
}
