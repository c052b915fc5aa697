// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.power;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.transhume.spi.power.PowerResult.Outcome;

/** What every {@link PowerSwitch} promises. */
@Timeout(300)
public abstract class PowerSwitchContract {

  private PowerSwitchBench bench;

  /** A bench for one test, whose switch waits for its device for a few seconds at most. */
  protected abstract PowerSwitchBench bench() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    bench = bench();
  }

  @AfterEach
  void tearDown() {
    bench.close();
  }

  @Test
  void shouldSayForPeopleWhatItIs() {
    assertThat(bench.power().description()).isNotBlank();
  }

  @Test
  void shouldLetAHostComeUp() {
    bench.cut();
    PowerResult result = bench.power().switchOn(bench.host());

    assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.ORDERED);
    assertThat(result.text()).contains(bench.host());
    assertThat(bench.isOn()).isTrue();
  }

  @Test
  void shouldLetAHostBeThatIsOnAlready() {
    PowerResult result = bench.power().switchOn(bench.host());

    assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.ORDERED);
    assertThat(bench.isOn()).isTrue();
  }

  @Test
  void shouldLetAHostGoDownOrSayThatItCannot() {
    PowerResult result = bench.power().switchOff(bench.host());

    assertThat(result.outcome())
        .as(result.text())
        .isEqualTo(bench.switchesOff() ? Outcome.ORDERED : Outcome.UNABLE);
    assertThat(result.text()).contains(bench.host());
    assertThat(bench.isOn()).isEqualTo(!bench.switchesOff());
  }

  @Test
  void shouldLetAHostBeThatIsOffAlready() {
    bench.cut();
    bench.power().switchOff(bench.host());

    assertThat(bench.isOn()).isFalse();
  }

  @Test
  void shouldSayThatItKnowsNothingOfAHost() {
    assertThat(bench.power().switchOn("a-204-99").outcome()).isEqualTo(Outcome.UNABLE);
    assertThat(bench.power().switchOff("a-204-99").outcome()).isEqualTo(Outcome.UNABLE);
    assertThat(bench.power().switchOn("a-204-99").text()).contains("a-204-99");
    assertThat(bench.isOn()).isTrue();
  }

  @Test
  void shouldSayWhatWentWrong() {
    bench.cut();
    bench.breakDown();
    PowerResult result = bench.power().switchOn(bench.host());

    assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.FAILED);
    assertThat(result.text()).contains(bench.host());
  }
}
