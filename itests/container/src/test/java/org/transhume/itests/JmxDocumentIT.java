// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.Descriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.ApplicationsMXBean;
import org.transhume.api.mx.JmxDocument;
import org.transhume.api.mx.JmxDocument.Emitted;
import org.transhume.api.mx.JmxDocument.Named;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.RequiresRole;
import org.transhume.api.mx.RequiresRoleToWrite;
import org.transhume.api.mx.SimulatorMXBean;

/** Holds docs/jmx.md against what a client finds in a running container, in both directions. */
public class JmxDocumentIT {

  private static Demo demo;
  private static JmxDocument document;
  private static Map<ObjectName, MBeanInfo> registered;

  @BeforeClass
  public static void startDemoAndMoveADomain() throws Exception {
    document = new JmxDocument(Path.of("..", "..", "docs"));
    demo = new Demo("jmx-document");
    demo.instance()
        .configure(
            "org.transhume.wrapper-clock",
            "domains = etch-*",
            "channel = local",
            "start = true",
            "stop = true",
            "status = true");
    demo.start();
    String id = demo.manager().migrate("dapper-2-1", Demo.HOT_HOST);
    MigrationMXBean migration =
        demo.operator().bean(ObjectNames.migration(id), MigrationMXBean.class);
    Await.until("the migration is done", () -> migration.getPhase() == MigrationPhase.DONE);
    loseAHost();
    Await.until(
        "the way in for applications is shown",
        () -> demo.operator().server().isRegistered(ObjectNames.applications()));
    demo.operator()
        .bean(ObjectNames.applications(), ApplicationsMXBean.class)
        .deploy(
            "shop.cfg",
            """
            application = shop
            template.small.memory = 64
            component.clerk.template = small
            component.clerk.wrapper = clock
            """,
            "");
    Await.until(
        "agents and manager show a wrapper",
        () ->
            demo.operator().server().isRegistered(ObjectNames.wrapper("etch-1-1", "clock"))
                && demo.operator()
                    .server()
                    .isRegistered(ObjectNames.wrapper(Demo.HOT_HOST, "etch-1-1", "clock")));
    registered = new LinkedHashMap<>();
    for (ObjectName name :
        new TreeSet<>(demo.operator().server().queryNames(ObjectNames.anything(), null))) {
      registered.put(name, demo.operator().server().getMBeanInfo(name));
    }
  }

  private static void loseAHost() throws Exception {
    demo.operator()
        .bean(ObjectNames.policy("repair"), PolicyMXBean.class)
        .setParameter("silentSeconds", 10);
    demo.operator().bean(ObjectNames.simulator("demo"), SimulatorMXBean.class).powerOff("a-204-04");
    Await.until(
        "the host is held to be dead",
        () -> demo.operator().server().isRegistered(ObjectNames.loss("a-204-04")));
  }

  @AfterClass
  public static void endDemo() throws InterruptedException {
    demo.close();
  }

  @Test
  public void shouldRegisterExactlyTheObjectNamesThatAreDescribed() throws Exception {
    Set<String> described = new TreeSet<>();
    for (Named named : document.objectNames()) {
      described.add(shape(new ObjectName(named.name())));
    }
    assertThat(registered.keySet().stream().map(JmxDocumentIT::shape).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  public void shouldShowExactlyTheAttributesAndOperationsThatAreDescribed() throws Exception {
    for (Map.Entry<ObjectName, MBeanInfo> bean : registered.entrySet()) {
      String heading = "## " + contractOf(bean.getKey());
      MBeanInfo info = bean.getValue();
      assertThat(Arrays.stream(info.getAttributes()).map(attribute -> attribute(info, attribute)))
          .as("attributes of %s", bean.getKey())
          .containsExactlyInAnyOrderElementsOf(document.rows(heading, "attribute"));
      assertThat(Arrays.stream(info.getOperations()).map(operation -> operation(info, operation)))
          .as("operations of %s", bean.getKey())
          .containsExactlyInAnyOrderElementsOf(
              document.rows(heading, "operation").stream()
                  .map(JmxDocumentIT::withoutParameterNames)
                  .toList());
    }
  }

  @Test
  public void shouldAnnounceExactlyTheNotificationsThatAreDescribed() {
    registered.forEach(
        (name, info) ->
            assertThat(announced(info))
                .as("notifications of %s", name)
                .containsExactlyInAnyOrderElementsOf(
                    described(name.getKeyProperty("type").toLowerCase(Locale.ROOT))));
  }

  private static List<String> described(String emitter) {
    return document.notifications().stream()
        .filter(emitted -> emitted.emitters().contains(emitter))
        .map(Emitted::type)
        .toList();
  }

  private static Set<String> announced(MBeanInfo info) {
    return Arrays.stream(info.getNotifications())
        .map(MBeanNotificationInfo::getNotifTypes)
        .flatMap(Arrays::stream)
        .collect(Collectors.toSet());
  }

  /** The type and the keys of a name, without what varies. */
  private static String shape(ObjectName name) {
    return name.getKeyProperty("type") + new TreeSet<>(name.getKeyPropertyList().keySet());
  }

  private static String contractOf(ObjectName name) throws Exception {
    for (Named named : document.objectNames()) {
      if (shape(new ObjectName(named.name())).equals(shape(name))) {
        return named.contract();
      }
    }
    throw new AssertionError(name + " is not described");
  }

  private static String attribute(MBeanInfo info, MBeanAttributeInfo attribute) {
    return String.join(
        " | ",
        attribute.getName(),
        type(attribute.getDescriptor()),
        roles(attribute.getDescriptor(), info),
        attribute.isWritable()
            ? words(attribute.getDescriptor().getFieldValue(RequiresRoleToWrite.FIELD))
            : JmxDocument.NOBODY);
  }

  private static String operation(MBeanInfo info, MBeanOperationInfo operation) {
    return String.join(
        " | ",
        operation.getName()
            + Arrays.stream(operation.getSignature())
                .map(parameter -> type(parameter.getDescriptor()))
                .collect(Collectors.joining(", ", "(", ")")),
        type(operation.getDescriptor()),
        roles(operation.getDescriptor(), info));
  }

  /** What the interface says, in simple names. */
  private static String type(Descriptor descriptor) {
    return descriptor
        .getFieldValue("originalType")
        .toString()
        .replaceAll("[a-z]\\w*\\.", "")
        .replaceAll("^\\[L(\\w+);$", "$1[]");
  }

  private static String roles(Descriptor own, MBeanInfo info) {
    Object roles = own.getFieldValue(RequiresRole.FIELD);
    return words(roles != null ? roles : info.getDescriptor().getFieldValue(RequiresRole.FIELD));
  }

  private static String words(Object roles) {
    return String.join(", ", (String[]) roles).toLowerCase(Locale.ROOT);
  }

  /** {@code migrate(String domain, String targetHost)} as {@code migrate(String, String)}. */
  private static String withoutParameterNames(String row) {
    int end = row.indexOf(')');
    return row.substring(0, end).replaceAll(" \\w+(?=,|$)", "") + row.substring(end);
  }
}
