// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** What a compiler cannot say about our code. */
@AnalyzeClasses(packages = "org.transhume", importOptions = WithoutTests.class)
class HouseStyleTest {

  /** Classes that call what may throw whatever it likes; each says why beside its catch. */
  private static final Set<String> BORDERS =
      Set.of(
          // A hypervisor is a plug-in.
          "org.transhume.agent.internal.watch.HostWatch",
          "org.transhume.agent.internal.watch.ClockWatch",
          // A policy is a plug-in, too.
          "org.transhume.simulation.internal.policy.PolicyStrategy",
          // Whatever a remote call throws is its answer.
          "org.transhume.manager.internal.jmx.Calls",
          // Curator's methods declare Exception, and nothing narrower.
          "org.transhume.coordination.zookeeper.internal.Election",
          // The container converts a property when it is read, with exceptions of its own.
          "org.transhume.agent.internal.AgentSettings");

  @ArchTest
  static final ArchRule namesAreNounsOfTheDomain =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameStartingWith("Abstract")
          .because("such a name says that the right one was not found");

  @ArchTest
  static final ArchRule thereIsNoUtilPackage =
      noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..");

  @ArchTest
  static final ArchRule bundlesDoNotPrint =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.transhume.cli..", "org.transhume.workload")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule bundlesLogThroughSlf4j =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule componentsAreFinalAndHidden =
      classes()
          .that()
          .areAnnotatedWith(Component.class)
          .should()
          .haveModifier(JavaModifier.FINAL)
          .andShould()
          .resideInAPackage("..internal..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyBordersCatchWhateverComes =
      noCodeUnits()
          .that()
          .areDeclaredInClassesThat(areNoBorder())
          .should(catchAnyException())
          .because("a broad catch belongs where the code of others is called, and nowhere else");

  private static DescribedPredicate<JavaClass> areNoBorder() {
    return DescribedPredicate.describe(
        "are no border", type -> !BORDERS.contains(type.getName().replaceFirst("\\$.*", "")));
  }

  /**
   * Throwable is left out: the compiler itself catches it in every try-with-resources. So is a
   * catch that names a narrower type beside the broad one, as those do that close something and
   * throw again.
   */
  private static ArchCondition<JavaCodeUnit> catchAnyException() {
    return new ArchCondition<>("catch Exception or RuntimeException") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        for (TryCatchBlock block : unit.getTryCatchBlocks()) {
          boolean broad =
              !block.getCaughtThrowables().isEmpty()
                  && block.getCaughtThrowables().stream()
                      .allMatch(
                          thrown ->
                              thrown.isEquivalentTo(Exception.class)
                                  || thrown.isEquivalentTo(RuntimeException.class));
          events.add(
              new SimpleConditionEvent(
                  unit, broad, unit.getDescription() + " at " + block.getSourceCodeLocation()));
        }
      }
    };
  }
}
