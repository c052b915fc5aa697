// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ObjectNamesTest {

  @Test
  void shouldLeaveOrdinaryNamesAsTheyAre() {
    assertThat(ObjectNames.domain("a-204-02", "etch-1-1"))
        .hasToString("org.transhume:type=Domain,host=a-204-02,name=etch-1-1");
  }

  @Test
  void shouldQuoteTextThatWouldChangeTheNameAndGiveItBack() {
    ObjectName name = ObjectNames.domain("h", "x,type=Agent");

    assertThat(name.getKeyProperty("type")).isEqualTo("Domain");
    assertThat(ObjectNames.value(name, "name")).isEqualTo("x,type=Agent");
  }

  @Test
  void shouldMatchEverythingOfAHostAndNothingOfAnother() {
    assertThat(ObjectNames.anythingOf("a").apply(ObjectNames.probe("a", "cpu"))).isTrue();
    assertThat(ObjectNames.anythingOf("a").apply(ObjectNames.probe("b", "cpu"))).isFalse();
  }
}
