package io.github.imagebind4j.lucene;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The module's only outside library is Lucene, and nothing of that is seen from outside.
class LuceneArchitectureTest {
  private static final String ROOT = "io.github.imagebind4j";
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT + ".lucene");

  @Test
  void thisSawTheModule() {
    assertThat(ALL).hasSizeGreaterThan(15);
  }

  @Test
  void itNeedsLuceneAndWhatAnIndexIs() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.apache.lucene..",
            ROOT + ".lucene",
            ROOT + ".index",
            ROOT + ".embedding",
            ROOT + ".input",
            ROOT + ".error")
        .check(ALL);
  }

  @Test
  void theIndexAndItsOptionsAreAllThatIsPublic() {
    assertThat(
            ALL.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(type -> type.getSimpleName()))
        .containsExactlyInAnyOrder("LuceneIndex", "LuceneOptions", "Quantization");
  }
}
