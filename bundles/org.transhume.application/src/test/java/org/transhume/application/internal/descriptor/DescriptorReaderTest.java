// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transhume.application.internal.descriptor.Component.Update;

class DescriptorReaderTest {

  private static final String SHOP =
      """
      # a shop
      application = shop
      order = clerk, front

      template.small.memory = 64
      template.small.disk = ["phy:/dev/vg/{domain},xvda,w"]

      component.clerk.template = small
      component.clerk.wrapper = clerk
      component.clerk.minimum = 2
      component.clerk.maximum = 4
      component.clerk.address = 10.0.0.{number}
      component.clerk.setting.tray = /tmp/{domain}.tray
      component.clerk.spread = hosts soft

      component.front.template = small
      component.front.wrapper = front
      component.front.binding.clerks = clerk
      component.front.binding.clerks.each = server {domain} {address}:8080
      component.front.binding.clerks.between = line
      component.front.update = restart
      component.front.fence = tag:ssd
      """;

  private static List<String> problems(String text) {
    DescriptorReader.Reading reading = DescriptorReader.read("shop.cfg", text);
    assertThat(reading.descriptor()).isEmpty();
    return reading.problems();
  }

  private static Descriptor read(String text) {
    DescriptorReader.Reading reading = DescriptorReader.read("shop.cfg", text);
    assertThat(reading.problems()).isEmpty();
    return reading.descriptor().orElseThrow();
  }

  @Test
  void shouldReadComponentsInTheOrderInWhichTheyAreStarted() {
    Descriptor shop = read(SHOP);

    assertThat(shop.application()).isEqualTo("shop");
    assertThat(shop.components()).extracting(Component::name).containsExactly("clerk", "front");
    Component clerk = shop.components().get(0);
    assertThat(clerk.minimum()).isEqualTo(2);
    assertThat(clerk.maximum()).isEqualTo(4);
    assertThat(clerk.placement()).containsExactly("spread shop.clerk soft");
    Component front = shop.components().get(1);
    assertThat(front.minimum()).isEqualTo(1);
    assertThat(front.maximum()).isEqualTo(1);
    assertThat(front.update()).isEqualTo(Update.RESTART);
    assertThat(front.placement()).containsExactly("fence group:shop.front on tag:ssd");
  }

  @Test
  void shouldMakeTheSameConfigurationForAReplicaEachTime() {
    Component clerk = read(SHOP).components().get(0);
    Replica second = clerk.replicas(2).get(1);

    assertThat(clerk.configuration(second))
        .isEqualTo(
            """
            name = "shop-clerk-2"
            uuid = "%s"
            disk = ["phy:/dev/vg/shop-clerk-2,xvda,w"]
            memory = 64
            """
                .formatted(second.uuid()));
    assertThat(Replica.of("shop-clerk-2", second.uuid())).contains(second);
    assertThat(Replica.of("shop-clerk-2", new Replica("shop", "clerk", 1).uuid())).isEmpty();
  }

  @Test
  void shouldNameTheReplicasOfTheComponentThatASettingIsBoundTo() {
    Descriptor shop = read(SHOP);
    Component clerk = shop.components().get(0);
    Component front = shop.components().get(1);
    Replica only = front.replicas(1).get(0);

    assertThat(front.settings(only, name -> clerk, name -> clerk.replicas(2)))
        .contains(
            Map.of(
                "clerks", "server shop-clerk-1 10.0.0.1:8080\nserver shop-clerk-2 10.0.0.2:8080"));
    assertThat(front.settings(only, name -> clerk, name -> List.of())).isEmpty();
    assertThat(clerk.settings(clerk.replicas(1).get(0), name -> clerk, name -> List.of()))
        .contains(Map.of("tray", "/tmp/shop-clerk-1.tray"));
  }

  @Test
  void shouldReadAValueThatGoesOnInTheNextLine() {
    Descriptor shop = read(SHOP.replace("order = clerk, front", "order = clerk, \\\n    front"));

    assertThat(shop.components()).extracting(Component::name).containsExactly("clerk", "front");
  }

  @Test
  void shouldNeedNoOrderOfOneComponent() {
    assertThat(
            read("""
                    application = a
                    template.t.memory = 64
                    component.c.template = t
                    component.c.wrapper = w
                    """)
                .components())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application = shop | application = My-Shop | shop.cfg:2: application is 'My-Shop': write small letters and digits
          application = shop | | shop.cfg: application is missing: give the application a name
          order = clerk, front | order = clerk | shop.cfg:3: order has to name each component once, the one that is started first at the beginning; missing: front
          order = clerk, front | order = clerk, front, clerk | shop.cfg:3: order has to name each component once
          order = clerk, front | order = clerk, front, desk | shop.cfg:3: order names 'desk': there are clerk, front
          template.small.memory = 64 | template.small.name = "x" | shop.cfg:5: template.small.name is given by the application: take it away
          template.small.memory = 64 | | shop.cfg: template.small.memory is missing: write it in mebibytes
          template.small.memory = 64 | template.small.memory = {size} | shop.cfg:5: template.small.memory holds {size}, which has no value here: there are application, component, domain, number, uuid
          component.clerk.template = small | component.clerk.template = big | shop.cfg:8: component.clerk.template is 'big', of which nothing is said: write template.big.KEY = VALUE
          component.clerk.wrapper = clerk | component.clerk.wraper = clerk | shop.cfg:9: component.clerk.wraper is known to nobody: a component has address, ban, fence
          component.clerk.wrapper = clerk | | shop.cfg: component.clerk.wrapper is missing: name the wrapper of its domains
          component.clerk.minimum = 2 | component.clerk.minimum = two | shop.cfg:10: component.clerk.minimum is 'two': write a number from 1 to 100
          component.clerk.minimum = 2 | component.clerk.minimum = 0 | shop.cfg:10: component.clerk.minimum is '0': write a number from 1 to 100
          component.clerk.maximum = 4 | component.clerk.maximum = 1 | shop.cfg:11: component.clerk.maximum is '1': write a number from 2 to 100
          component.clerk.maximum = 4 | component.clerk.maximum | shop.cfg:11: 'component.clerk.maximum' is no 'key = value': write one, or begin it with #
          component.clerk.maximum = 4 | component.clerk.minimum = 4 | shop.cfg:11: component.clerk.minimum stands on line 10 already: take one away
          component.clerk.spread = hosts soft | component.clerk.spread = | shop.cfg:14: component.clerk.spread has no value: write hosts, or a kind of location
          component.clerk.spread = hosts soft | component.clerk.spread = a b c | shop.cfg:14: component.clerk.spread makes no rule of 'spread shop.clerk across a b c'
          binding.clerks = clerk | binding.clerks = desk | shop.cfg:18: component.front.binding.clerks is 'desk': name a component that 'order' names earlier: clerk
          component.front.binding.clerks = clerk | | shop.cfg:19: component.front.binding.clerks.each belongs to no binding: write component.front.binding.clerks = COMPONENT, too
          between = line | between = tab | shop.cfg:20: component.front.binding.clerks.between is 'tab': write comma or blank or line
          update = restart | update = reload | shop.cfg:21: component.front.update is 'reload': write in-place or restart
          component.front.fence = tag:ssd | component.front.setting.clerks = x | shop.cfg:18: component.front.binding.clerks is a setting, too: take one of the two away
          component.front.fence = tag:ssd | componnt.front.ban = x | shop.cfg:22: componnt.front.ban is known to nobody: keys are application, order
          """)
  void shouldNameFileLineKeyAndRemedy(String before, String after, String problem) {
    assertThat(SHOP).contains(before);

    assertThat(problems(SHOP.replace(before, after == null ? "#" : after)))
        .anySatisfy(one -> assertThat(one).startsWith(problem));
  }

  @Test
  void shouldTellAllProblemsAtOnce() {
    assertThat(
            problems(
                SHOP.replace("component.clerk.minimum = 2", "component.clerk.minimum = many")
                    .replace("update = restart", "update = never")))
        .hasSize(2);
    assertThat(problems("application = a"))
        .containsExactly(
            "shop.cfg: component.NAME.template is missing: describe at least one component");
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    assertThat(problems("#".repeat(70_000))).singleElement().asString().contains("shorten it");
  }
}
