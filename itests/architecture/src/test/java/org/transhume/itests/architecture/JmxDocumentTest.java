// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.transhume.api.model.Boot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostRepair;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Move;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.ApplicationMXBean;
import org.transhume.api.mx.ApplicationsMXBean;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.CanaryReport;
import org.transhume.api.mx.CheckFinding;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.ComponentMXBean;
import org.transhume.api.mx.ConnectionEvent;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.CreationEvent;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.api.mx.DecisionsMXBean;
import org.transhume.api.mx.DeploymentReport;
import org.transhume.api.mx.DescribedMBean;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.DomainFate;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.DomainStop;
import org.transhume.api.mx.HistoryMXBean;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.JmxDocument;
import org.transhume.api.mx.LossEvent;
import org.transhume.api.mx.LossMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationCount;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PastMigration;
import org.transhume.api.mx.PolicyEvent;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.PolicyParameter;
import org.transhume.api.mx.PowerEvent;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.ProbeMXBean;
import org.transhume.api.mx.ReplayReport;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.api.mx.RequiresRole;
import org.transhume.api.mx.RequiresRoleToWrite;
import org.transhume.api.mx.Role;
import org.transhume.api.mx.RoleEvent;
import org.transhume.api.mx.RuleEntry;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.api.mx.RulesReport;
import org.transhume.api.mx.SimulatorMXBean;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;

/** Holds docs/jmx.md against the interfaces, annotations and records that it describes. */
class JmxDocumentTest {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          HostSample.class,
          DomainSample.class,
          ThresholdState.class,
          ProbeEvent.class,
          DomainEvent.class,
          MigrationEvent.class,
          PolicyEvent.class,
          ConnectionEvent.class,
          RoleEvent.class,
          Explanation.class,
          Epoch.class,
          Attendance.class,
          MigrationOrder.class,
          StreamTicket.class,
          StepResult.class,
          Proposal.class,
          Move.class,
          PowerChange.class,
          DomainChange.class,
          Refusal.class,
          PolicyParameter.class,
          Creation.class,
          DomainStop.class,
          StoppedDomain.class,
          CheckReport.class,
          CheckFinding.class,
          CanaryReport.class,
          DecisionSummary.class,
          ReplayReport.class,
          PastMigration.class,
          MigrationCount.class,
          HostRepair.class,
          Boot.class,
          LossEvent.class,
          CreationEvent.class,
          PowerEvent.class,
          DomainFate.class,
          BootOrder.class,
          StopOrder.class,
          DomainConfiguration.class,
          RuleEntry.class,
          RulesReport.class,
          StandingRules.class,
          WrapperDeed.class,
          ReplicaStatus.class,
          DeploymentReport.class);

  private final JmxDocument document;

  JmxDocumentTest() throws IOException {
    document = new JmxDocument(Path.of("..", "..", "docs"));
  }

  private static String text(Type type) {
    if (type instanceof ParameterizedType generic) {
      return text(generic.getRawType())
          + "<"
          + Arrays.stream(generic.getActualTypeArguments())
              .map(JmxDocumentTest::text)
              .collect(Collectors.joining(", "))
          + ">";
    }
    return ((Class<?>) type).getSimpleName();
  }

  private static String words(Role... roles) {
    return Arrays.stream(roles)
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String roles(Method method) {
    RequiresRole own = method.getAnnotation(RequiresRole.class);
    return words(
        (own != null ? own : method.getDeclaringClass().getAnnotation(RequiresRole.class)).value());
  }

  private static boolean isGetter(Method method) {
    return method.getName().matches("(get|is)[A-Z].*") && method.getParameterCount() == 0;
  }

  private static boolean isSetter(Method method) {
    return method.getName().matches("set[A-Z].*")
        && method.getParameterCount() == 1
        && method.getReturnType() == void.class;
  }

  private static String attribute(Method getter) {
    String name = getter.getName().replaceFirst("^(get|is)", "");
    String setBy =
        Arrays.stream(getter.getDeclaringClass().getMethods())
            .filter(method -> isSetter(method) && method.getName().equals("set" + name))
            .map(setter -> words(setter.getAnnotation(RequiresRoleToWrite.class).value()))
            .findFirst()
            .orElse(JmxDocument.NOBODY);
    return String.join(" | ", name, text(getter.getGenericReturnType()), roles(getter), setBy);
  }

  private static String operation(Method method) {
    String parameters =
        Arrays.stream(method.getParameters())
            .map(parameter -> type(parameter) + " " + parameter.getName())
            .collect(Collectors.joining(", "));
    return String.join(
        " | ",
        method.getName() + "(" + parameters + ")",
        text(method.getGenericReturnType()),
        roles(method));
  }

  private static String type(Parameter parameter) {
    return text(parameter.getParameterizedType());
  }

  static List<Class<?>> contracts() {
    return List.of(
        AgentMXBean.class,
        HostMXBean.class,
        DomainMXBean.class,
        ProbeMXBean.class,
        MigrationMXBean.class,
        ManagerMXBean.class,
        ClusterMXBean.class,
        PolicyMXBean.class,
        DecisionsMXBean.class,
        HistoryMXBean.class,
        LossMXBean.class,
        RulesMXBean.class,
        SimulatorMXBean.class,
        WrapperMXBean.class,
        ApplicationsMXBean.class,
        ApplicationMXBean.class,
        ComponentMXBean.class);
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void shouldDescribeEveryAttributeOperationAndRole(Class<?> contract) {
    String heading = "## " + contract.getSimpleName();
    List<Method> methods = List.of(contract.getMethods());

    assertThat(document.rows(heading, "attribute"))
        .isEqualTo(
            methods.stream()
                .filter(JmxDocumentTest::isGetter)
                .map(JmxDocumentTest::attribute)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(document.rows(heading, "operation"))
        .isEqualTo(
            methods.stream()
                .filter(method -> !isGetter(method) && !isSetter(method))
                .map(JmxDocumentTest::operation)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void shouldShowTheSameWordsInConsoles(Class<?> contract) throws Exception {
    String heading = "## " + contract.getSimpleName();
    MBeanInfo info = described(contract).getMBeanInfo();

    Map<String, String> shown = new TreeMap<>();
    for (MBeanAttributeInfo attribute : info.getAttributes()) {
      shown.put(attribute.getName(), attribute.getDescription());
    }
    for (MBeanOperationInfo operation : info.getOperations()) {
      shown.put(operation.getName(), operation.getDescription());
    }
    assertThat(shown).isEqualTo(document.prose(heading));
    assertThat(info.getDescription()).isEqualTo(document.paragraph(heading));
  }

  /** Nothing is asked of the bean itself. */
  private static <T> DescribedMBean described(Class<T> contract) {
    Object bean =
        Proxy.newProxyInstance(
            contract.getClassLoader(), new Class<?>[] {contract}, (proxy, method, values) -> null);
    return new DescribedMBean(contract.cast(bean), contract);
  }

  @Test
  void shouldDescribeEveryObjectName() {
    assertThat(document.objectNames())
        .extracting(JmxDocument.Named::name)
        .containsExactlyInAnyOrder(
            ObjectNames.agent("H").toString(),
            ObjectNames.host("H").toString(),
            ObjectNames.domain("H", "D").toString(),
            ObjectNames.domain("D").toString(),
            ObjectNames.wrapper("H", "D", "W").toString(),
            ObjectNames.wrapper("D", "W").toString(),
            ObjectNames.probe("H", "P").toString(),
            ObjectNames.migration("H", "I").toString(),
            ObjectNames.migration("I").toString(),
            ObjectNames.manager().toString(),
            ObjectNames.cluster().toString(),
            ObjectNames.policy("N").toString(),
            ObjectNames.decisions().toString(),
            ObjectNames.history().toString(),
            ObjectNames.loss("H").toString(),
            ObjectNames.rules().toString(),
            ObjectNames.applications().toString(),
            ObjectNames.application("A").toString(),
            ObjectNames.component("A", "C").toString(),
            ObjectNames.simulator("N").toString());
  }

  @Test
  void shouldDescribeEveryNotification() throws Exception {
    Set<String> types = new TreeSet<>();
    for (var field : NotificationTypes.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        types.add((String) field.get(null));
      }
    }
    for (MigrationPhase phase : MigrationPhase.values()) {
      types.add(NotificationTypes.migration(phase));
    }

    assertThat(document.notifications())
        .extracting(JmxDocument.Emitted::type)
        .containsExactlyInAnyOrderElementsOf(types);
  }

  @Test
  void shouldDescribeEveryFieldOfTheData() {
    for (Class<? extends Record> record : RECORDS) {
      Set<String> fields = new TreeSet<>();
      for (RecordComponent component : record.getRecordComponents()) {
        fields.add(component.getName() + " | " + text(component.getGenericType()));
      }
      assertThat(document.rows("### " + record.getSimpleName(), "field"))
          .as(record.getSimpleName())
          .isEqualTo(fields);
    }
  }

  @Test
  void shouldDescribeEveryAttachmentOfAnOrder() throws Exception {
    Set<String> described = new TreeSet<>();
    for (String line : document.section("## Attachments of a migration's orders")) {
      Matcher code = CODE.matcher(line);
      if (line.startsWith("| `") && code.find()) {
        described.add(code.group(1));
      }
    }
    Set<String> constants = new TreeSet<>();
    for (var field : MigrationOrder.class.getFields()) {
      if (field.getType() == String.class) {
        constants.add((String) field.get(null));
      }
    }
    assertThat(described).containsAll(constants);
  }
}
