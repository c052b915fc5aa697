// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.rmi.AccessException;
import java.rmi.Remote;
import java.rmi.registry.Registry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.transhume.api.model.DomainState;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.Role;

/** Who may do what over the one port of a running container, and who does not get in. */
public class RolesIT {

  private static final ObjectName SOME_DOMAIN = ObjectNames.domain(Demo.FROM, Demo.TRAVELLER);

  private static Demo demo;
  private static Path viewerIdentity;
  private static User viewer;

  @BeforeClass
  public static void startDemo() throws IOException {
    demo = new Demo("roles");
    viewerIdentity = demo.identities().person("vera", Role.VIEWER);
    demo.start();
    viewer = User.connect(viewerIdentity, User.PORT);
  }

  @AfterClass
  public static void endDemo() throws InterruptedException {
    if (viewer != null) {
      viewer.close();
    }
    demo.close();
  }

  @Test
  public void shouldLetAViewerReadEveryAttribute() throws Exception {
    MBeanServerConnection server = viewer.server();
    for (ObjectName name : ours()) {
      String[] attributes =
          Arrays.stream(server.getMBeanInfo(name).getAttributes())
              .map(MBeanAttributeInfo::getName)
              .toArray(String[]::new);
      assertThat(server.getAttributes(name, attributes)).as("%s", name).hasSize(attributes.length);
    }
  }

  @Test
  public void shouldLetAViewerListen() throws Exception {
    List<Notification> heard = viewer.listen(ObjectNames.agent(Demo.HOT_HOST));
    Await.until(
        "a sample was heard",
        () ->
            heard.stream().anyMatch(told -> told.getType().equals(NotificationTypes.HOST_SAMPLE)));
  }

  @Test
  public void shouldRefuseAViewerEveryOperation() throws Exception {
    MBeanServerConnection server = viewer.server();
    List<String> tried = new ArrayList<>();
    for (ObjectName name : everything()) {
      for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) {
        tried.add(operation.getName());
        refused(
            name + " " + operation.getName(),
            () ->
                server.invoke(
                    name,
                    operation.getName(),
                    new Object[operation.getSignature().length],
                    types(operation)));
      }
    }
    assertThat(tried).contains("migrate", "destroy", "prepare", "drain", "propose", "gc");
    logged("Refused invoke destroy on " + SOME_DOMAIN + " to vera [VIEWER] from 127.0.0.1");
  }

  @Test
  public void shouldRefuseAViewerEveryAttributeThatCanBeSet() throws Exception {
    MBeanServerConnection server = viewer.server();
    List<String> tried = new ArrayList<>();
    for (ObjectName name : everything()) {
      for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
        if (attribute.isWritable()) {
          tried.add(attribute.getName());
          refused(
              name + " " + attribute.getName(),
              () -> server.setAttribute(name, new Attribute(attribute.getName(), null)));
        }
      }
    }
    assertThat(tried).contains("Mode", "State", "HighThreshold", "Verbose");
    logged("Refused set Mode on org.transhume:type=Manager to vera [VIEWER] from 127.0.0.1");
  }

  @Test
  public void shouldLetNobodyCreateOrUnregisterMBeans() throws Exception {
    ObjectName loader = new ObjectName("org.transhume:type=Loader");
    for (User user : List.of(viewer, demo.operator())) {
      MBeanServerConnection server = user.server();
      refused("create", () -> server.createMBean("javax.management.loading.MLet", loader));
      refused(
          "create by a loader",
          () -> server.createMBean("javax.management.timer.Timer", loader, SOME_DOMAIN));
      refused("unregister", () -> server.unregisterMBean(SOME_DOMAIN));
      assertThat(server.isRegistered(loader)).isFalse();
      assertThat(server.isRegistered(SOME_DOMAIN)).isTrue();
    }
    logged("Refused create javax.management.loading.MLet", "to vera [VIEWER] from 127.0.0.1");
    logged("Refused unregister on " + SOME_DOMAIN + " to olga [OPERATOR] from 127.0.0.1");
  }

  @Test
  public void shouldLetNobodyChangeTheRegistry() throws Exception {
    Registry registry = BareClient.showing(viewerIdentity, viewerIdentity).registry();
    assertThat(registry.list()).containsExactly("jmxrmi");
    Remote served = registry.lookup("jmxrmi");

    disallowed("bind", () -> registry.bind("other", served));
    disallowed("rebind", () -> registry.rebind("jmxrmi", served));
    disallowed("unbind", () -> registry.unbind("jmxrmi"));

    assertThat(registry.list()).containsExactly("jmxrmi");
    try (User another = User.connect(viewerIdentity, User.PORT)) {
      assertThat(another.sees(ObjectNames.manager())).isTrue();
    }
  }

  @Test
  public void shouldLetAnOperatorAct() {
    DomainMXBean domain =
        demo.operator().bean(ObjectNames.domain(Demo.TO, "dapper-2-1"), DomainMXBean.class);
    domain.pause();
    Await.until("the domain is paused", () -> domain.getState() == DomainState.PAUSED);
    domain.unpause();
    Await.until("the domain runs again", () -> domain.getState().isRunning());
  }

  @Test
  public void shouldRefuseWhoShowsNoCertificate() throws Exception {
    refusedConnection(BareClient.showingNothing(viewerIdentity), "it showed no certificate");
  }

  @Test
  public void shouldRefuseAnExpiredCertificate() throws Exception {
    Path late = demo.identities().expired("larry", Role.OPERATOR);
    refusedConnection(
        BareClient.showing(late, viewerIdentity), "its certificate has expired: CN=larry");
  }

  @Test
  public void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
    Identities others = new Identities(Scratch.folder("roles-others"), "etch");
    Path stranger = others.person("vera", Role.OPERATOR);
    refusedConnection(
        BareClient.showing(stranger, viewerIdentity),
        "its certificate is of another authority: CN=vera");
  }

  @Test
  public void shouldRefuseARevokedCertificateAndCutItsConnections() throws Exception {
    Path mallory = demo.identities().person("mallory", Role.OPERATOR);
    try (User known = User.connect(mallory, User.PORT)) {
      assertThat(known.sees(SOME_DOMAIN)).isTrue();

      demo.identities().revoke("mallory", demo.node());

      logged("Cut connection of mallory [OPERATOR] from 127.0.0.1", "its certificate is revoked");
      Await.until("the connection is of no use any more", () -> isCut(known));
    }
    refusedConnection(
        BareClient.showing(mallory, viewerIdentity), "its certificate is revoked: CN=mallory");
  }

  @Test
  public void shouldListenOnLoopbackOnly() throws Exception {
    List<String> addresses = ListeningSockets.of(demo.instance().process());
    assertThat(addresses)
        .as("the JMX port is among them")
        .anyMatch(address -> address.endsWith(String.format(":%04X", User.PORT)))
        .allMatch(ListeningSockets::isLoopback);
  }

  private static boolean isCut(User user) {
    try {
      user.sees(SOME_DOMAIN);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void refused(String what, ThrowingCallable attempt) {
    assertThatThrownBy(attempt).as(what).isInstanceOf(SecurityException.class);
  }

  private static void disallowed(String what, ThrowingCallable change) {
    assertThatThrownBy(change).as(what).hasRootCauseInstanceOf(AccessException.class);
  }

  private static void refusedConnection(BareClient client, String why) {
    int known = demo.instance().log().size();
    assertThatThrownBy(client::firstByte).isInstanceOf(IOException.class);
    String line = demo.instance().log().awaitAfter(known, "Refused connection to JMX port", why);
    assertThat(line).contains("WARN", "from /127.0.0.1:");
  }

  private static void logged(String... words) {
    assertThat(demo.instance().log().await(words)).contains("WARN");
  }

  private static Set<ObjectName> ours() throws IOException {
    return new TreeSet<>(viewer.server().queryNames(ObjectNames.anything(), null));
  }

  private static Set<ObjectName> everything() throws IOException {
    return new TreeSet<>(viewer.server().queryNames(null, null));
  }

  private static String[] types(MBeanOperationInfo operation) {
    return Arrays.stream(operation.getSignature())
        .map(MBeanParameterInfo::getType)
        .toArray(String[]::new);
  }
}
