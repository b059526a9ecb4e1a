package io.github.imagebind4j.train.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DataArchitectureTest {

  @Test
  void dataNeedsNoTensorEngineAndNoCodecOfItsOwn() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.imagebind4j.train.data");
    assertThat(classes.size()).isGreaterThan(40);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.bytedeco..",
            "javax.imageio..",
            "java.awt..",
            "io.github.imagebind4j.model..",
            "io.github.imagebind4j.torch..")
        .check(classes);
  }
}
