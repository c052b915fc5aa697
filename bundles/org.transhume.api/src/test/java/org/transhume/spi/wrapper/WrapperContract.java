// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every wrapper has to keep to. An implementation's test extends it. */
public abstract class WrapperContract {

  private WrapperBench bench;
  private Wrapper wrapper;

  /** A bench whose software is stopped. */
  protected abstract WrapperBench bench() throws Exception;

  @BeforeEach
  void makeTheWrapper() throws Exception {
    bench = bench();
    wrapper = bench.factory().wrap(bench.domain());
  }

  private WrapperState empty() {
    return WrapperState.empty(wrapper.schema());
  }

  private WrapperState configured() throws WrapperException {
    return wrapper.configure(empty(), bench.settings()).next();
  }

  @Test
  void shouldNameItsOperationsOnceAndApartFromItsLifeCycle() {
    assertThat(wrapper.operations())
        .extracting(WrapperOperation::name)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(Set.of("configure", "start", "stop", "status"))
        .allMatch(name -> name.matches("[A-Za-z0-9._-]+"));
  }

  @Test
  void shouldTellHowTheSoftwareIsBeforeAnythingWasMadeOfIt() {
    assertThat(wrapper.status(empty()).health()).isNotEqualTo(WrapperHealth.RUNNING);
  }

  @Test
  void shouldRunAfterItsStartAndNotAfterItsStop() throws WrapperException {
    WrapperState started = wrapper.start(configured()).next();
    assertThat(wrapper.status(started).health()).isEqualTo(WrapperHealth.RUNNING);

    WrapperState stopped = wrapper.stop(started).next();
    assertThat(wrapper.status(stopped).health()).isEqualTo(WrapperHealth.STOPPED);
  }

  @Test
  void shouldBearToBeStartedAndStoppedTwice() throws WrapperException {
    WrapperState started = wrapper.start(wrapper.start(configured()).next()).next();
    assertThat(wrapper.status(started).health()).isEqualTo(WrapperHealth.RUNNING);

    WrapperState stopped = wrapper.stop(wrapper.stop(started).next()).next();
    assertThat(wrapper.status(stopped).health()).isEqualTo(WrapperHealth.STOPPED);
  }

  @Test
  void shouldGoOnWhereAnotherOfItsKindLeftOff() throws WrapperException {
    WrapperState started = wrapper.start(configured()).next();
    WrappedDomain there =
        new WrappedDomain("another-host", bench.domain().name(), bench.domain().uuid());
    Wrapper arrived = bench.factory().wrap(there);

    assertThat(arrived.status(arrived.adopt(started)).health()).isEqualTo(WrapperHealth.RUNNING);
    WrapperState stopped = arrived.stop(arrived.adopt(started)).next();
    assertThat(arrived.status(stopped).health()).isEqualTo(WrapperHealth.STOPPED);
  }

  @Test
  void shouldLabelItsStatesWithItsSchema() throws WrapperException {
    assertThat(configured().schema()).isEqualTo(wrapper.schema());
    assertThat(wrapper.adopt(configured())).isEqualTo(configured());
  }

  @Test
  void shouldRefuseAStateOfAVersionThatNobodyKnows() {
    WrapperState foreign = WrapperState.empty(wrapper.schema() + 1_000);
    assertThatThrownBy(() -> wrapper.adopt(foreign)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseAnOperationThatItDoesNotOffer() {
    assertThatThrownBy(() -> wrapper.invoke(configured(), "no-such-thing", List.of()))
        .isInstanceOf(WrapperException.class)
        .extracting("failure")
        .isEqualTo(WrapperFailure.INVALID);
  }
}
