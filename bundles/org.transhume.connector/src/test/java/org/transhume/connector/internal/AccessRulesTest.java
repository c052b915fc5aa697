// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.transhume.api.mx.Role;

class AccessRulesTest {

  private MBeanServer server;
  private MBeanInfo lamp;

  @BeforeEach
  void register() throws Exception {
    server = Lamp.serverWith(new Lamp());
    lamp = server.getMBeanInfo(Lamp.NAME);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void shouldCountEveryRoleAsAViewer(Role role) {
    AccessRules rules = new AccessRules(Set.of(role));

    assertThat(rules.mayLook()).isTrue();
    assertThat(rules.mayRead(Lamp.NAME, lamp, "Brightness")).isTrue();
    assertThat(rules.mayListen(Lamp.NAME, lamp)).isTrue();
    assertThat(rules.mayInvoke(Lamp.NAME, lamp, "look", new String[0])).isTrue();
    assertThat(rules.mayInvoke(Lamp.NAME, lamp, "look", null)).isTrue();
  }

  @Test
  void shouldAllowNothingWithoutARole() {
    AccessRules rules = new AccessRules(Set.of());

    assertThat(rules.mayLook()).isFalse();
    assertThat(rules.mayRead(Lamp.NAME, lamp, "Brightness")).isFalse();
    assertThat(rules.mayRead(Lamp.name("java.lang:type=Memory"), lamp, "HeapMemoryUsage"))
        .isFalse();
    assertThat(rules.mayListen(Lamp.NAME, lamp)).isFalse();
    assertThat(rules.mayInvoke(Lamp.NAME, lamp, "look", new String[0])).isFalse();
  }

  @Test
  void shouldLetAnAttributesOwnRuleReplaceThatOfItsInterface() {
    assertThat(new AccessRules(Set.of(Role.OPERATOR)).mayRead(Lamp.NAME, lamp, "Secret")).isFalse();
    assertThat(new AccessRules(Set.of(Role.MANAGER)).mayRead(Lamp.NAME, lamp, "Secret")).isTrue();
  }

  @Test
  void shouldNeverTakeTheRuleForReadingForTheOneForWriting() {
    AccessRules all = new AccessRules(Set.of(Role.values()));

    assertThat(all.mayWrite(Lamp.NAME, lamp, "Brightness")).isTrue();
    assertThat(all.mayWrite(Lamp.NAME, lamp, "Colour")).isFalse();
    assertThat(all.mayWrite(Lamp.NAME, lamp, "Secret")).isFalse();
    assertThat(
            new AccessRules(Set.of(Role.VIEWER, Role.AGENT))
                .mayWrite(Lamp.NAME, lamp, "Brightness"))
        .isFalse();
  }

  @Test
  void shouldDecideOverloadedOperationsOneByOne() {
    AccessRules operator = new AccessRules(Set.of(Role.OPERATOR));

    assertThat(operator.mayInvoke(Lamp.NAME, lamp, "flash", new String[] {"int"})).isTrue();
    assertThat(operator.mayInvoke(Lamp.NAME, lamp, "flash", new String[0])).isFalse();
    assertThat(operator.mayInvoke(Lamp.NAME, lamp, "flash", new String[] {"long"})).isFalse();
  }

  @Test
  void shouldAllowNobodyWhatCarriesNoRule() {
    AccessRules all = new AccessRules(Set.of(Role.values()));

    assertThat(all.mayInvoke(Lamp.NAME, lamp, "burn", new String[0])).isFalse();
    assertThat(all.mayInvoke(Lamp.NAME, lamp, "getColour", new String[0])).isFalse();
    assertThat(all.mayInvoke(Lamp.NAME, lamp, "unheardOf", new String[0])).isFalse();
    assertThat(all.mayRead(Lamp.NAME, lamp, "Unheard")).isFalse();
  }

  @Test
  void shouldNotBelieveRulesOnMBeansOfOthers() {
    AccessRules all = new AccessRules(Set.of(Role.values()));

    for (String name :
        new String[] {"com.example:type=Lamp", ":type=Lamp", "org.transhume.x:a=b"}) {
      ObjectName foreign = Lamp.name(name);
      assertThat(all.mayRead(foreign, lamp, "Brightness")).isFalse();
      assertThat(all.mayWrite(foreign, lamp, "Brightness")).isFalse();
      assertThat(all.mayInvoke(foreign, lamp, "look", new String[0])).isFalse();
      assertThat(all.mayListen(foreign, lamp)).isFalse();
    }
  }

  @Test
  void shouldLetAnOperatorLookAtThreadsAndTouchNothing() throws Exception {
    ObjectName threads = Lamp.name(ManagementFactory.THREAD_MXBEAN_NAME);
    MBeanInfo info = ManagementFactory.getPlatformMBeanServer().getMBeanInfo(threads);
    AccessRules operator = new AccessRules(Set.of(Role.OPERATOR));

    assertThat(operator.mayInvoke(threads, info, "getThreadInfo", new String[] {"long"})).isTrue();
    assertThat(operator.mayInvoke(threads, info, "resetPeakThreadCount", new String[0])).isFalse();
    assertThat(
            new AccessRules(Set.of(Role.VIEWER))
                .mayInvoke(threads, info, "getThreadInfo", new String[] {"long"}))
        .isFalse();
  }

  @Test
  void shouldShowTheJvmWithoutItsSecrets() throws Exception {
    MBeanServer jvm = ManagementFactory.getPlatformMBeanServer();
    AccessRules viewer = new AccessRules(Set.of(Role.VIEWER));

    for (ObjectName name : jvm.queryNames(null, null)) {
      MBeanInfo info = jvm.getMBeanInfo(name);
      for (MBeanAttributeInfo attribute : info.getAttributes()) {
        if (viewer.mayRead(name, info, attribute.getName())) {
          assertThat(attribute.getName())
              .doesNotContainIgnoringCase("propert")
              .doesNotContainIgnoringCase("path")
              .doesNotContainIgnoringCase("argument");
        }
        assertThat(viewer.mayWrite(name, info, attribute.getName())).isFalse();
      }
      assertThat(
              Arrays.stream(info.getOperations())
                  .map(o -> viewer.mayInvoke(name, info, o.getName(), null)))
          .doesNotContain(true);
    }
    ObjectName heap = Lamp.name("java.lang:type=Memory");
    assertThat(viewer.mayRead(heap, jvm.getMBeanInfo(heap), "HeapMemoryUsage")).isTrue();
  }
}
