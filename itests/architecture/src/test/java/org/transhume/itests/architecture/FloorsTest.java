// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. */
class FloorsTest {

  private static final Path BUNDLES = Path.of("..", "..", "bundles");

  /**
   * A bundle uses what stands here for it, and nothing else of ours. A new bundle states its floor.
   */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          // Floor 0: contracts and data.
          Map.entry("api", Set.of()),
          // Floor 1: pure libraries, and the one way in and out.
          Map.entry("migration", Set.of("api")),
          Map.entry("rules", Set.of("api")),
          Map.entry("planner", Set.of("api")),
          Map.entry("journal", Set.of()),
          Map.entry("connector", Set.of("api")),
          Map.entry("authority", Set.of("api")),
          Map.entry("configuration", Set.of()),
          Map.entry("page", Set.of()),
          // Floor 2: plug-ins; they never know each other.
          Map.entry("hypervisor.xl", Set.of("api")),
          Map.entry("hypervisor.sim", Set.of("api")),
          Map.entry("probe.cpu", Set.of("api")),
          Map.entry("probe.memory", Set.of("api")),
          Map.entry("policy.hotspot", Set.of("api", "rules")),
          Map.entry("policy.balance", Set.of("api", "planner")),
          Map.entry("policy.consolidate", Set.of("api", "planner")),
          Map.entry("policy.replicas", Set.of("api", "planner")),
          Map.entry("policy.repair", Set.of("api", "rules")),
          Map.entry("fence", Set.of("api")),
          Map.entry("wrapper", Set.of("api")),
          Map.entry("coordination.zookeeper", Set.of("api")),
          // Floor 3: engines; they know plug-ins by their SPIs and each other by MXBean interfaces.
          Map.entry("agent", Set.of("api", "migration", "rules", "journal")),
          Map.entry("manager", Set.of("api", "migration", "rules", "journal")),
          Map.entry("simulation", Set.of("api", "page")),
          // Floor 4: what people touch; they reach the connector by its SPI too. Workload is a jar
          // that runs inside domains, alone.
          Map.entry("workload", Set.of()),
          Map.entry("campaign", Set.of("api", "page")),
          Map.entry("application", Set.of("api", "journal", "rules")),
          Map.entry("cli", Set.of("api", "authority", "campaign", "journal", "planner")));

  private static final Set<String> EXPORTING =
      Set.of(
          "api",
          "planner",
          "migration",
          "rules",
          "journal",
          "authority",
          "page",
          "workload",
          "campaign");

  private final JavaClasses classes =
      new ClassFileImporter().withImportOption(new WithoutTests()).importPackages("org.transhume");

  @Test
  void shouldGiveEveryBundleAFloor() throws IOException {
    try (Stream<Path> folders = Files.list(BUNDLES)) {
      assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))))
          .extracting(
              folder -> folder.getFileName().toString().replaceFirst("^org\\.transhume\\.", ""))
          .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldUseOnlyWhatIsBelow() {
    return MAY_USE.keySet().stream()
        .sorted()
        .map(bundle -> DynamicTest.dynamicTest(bundle, () -> usesOnlyWhatIsBelow(bundle)));
  }

  private void usesOnlyWhatIsBelow(String bundle) {
    Set<String> forbidden =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(bundle) && !MAY_USE.get(bundle).contains(other))
            .collect(Collectors.toSet());
    noClasses()
        .that(areOf(Set.of(bundle)))
        .should()
        .dependOnClassesThat(areOf(forbidden))
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void shouldKeepTheApiFreeOfEverythingButTheJdkAndAnnotations() {
    noClasses()
        .that(areOf(Set.of("api")))
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "javax.management..",
            "javax.net..",
            "org.transhume..",
            "org.osgi.annotation..",
            "org.osgi.service.component.annotations..")
        .check(classes);
  }

  @Test
  void shouldExportNothingButContractsAndPureLibraries() {
    Set<String> secretive =
        MAY_USE.keySet().stream()
            .filter(bundle -> !EXPORTING.contains(bundle))
            .collect(Collectors.toSet());
    noClasses()
        .that()
        .resideOutsideOfPackages("..internal..")
        .should(ArchCondition.from(areOf(secretive)))
        .check(classes);
  }

  /** Classes of these bundles: a bundle's packages start with its name, the api's also with spi. */
  private static DescribedPredicate<JavaClass> areOf(Set<String> bundles) {
    return describe(
        "of " + bundles,
        type ->
            bundles.stream()
                .flatMap(
                    bundle -> bundle.equals("api") ? Stream.of("api", "spi") : Stream.of(bundle))
                .anyMatch(
                    name ->
                        (type.getPackageName() + ".").startsWith("org.transhume." + name + ".")));
  }
}
