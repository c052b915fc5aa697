// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.transhume.spi.fence.FenceResult.Outcome;

/** What every {@link Fence} promises. */
@Timeout(300)
public abstract class FenceContract {

  private FenceBench bench;

  /** A bench for one test, whose fence waits for its device for a few seconds at most. */
  protected abstract FenceBench bench() throws Exception;

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
    assertThat(bench.fence().description()).isNotBlank();
  }

  @Test
  void shouldHaveProofThatAHostIsOff() {
    FenceResult result = bench.fence().fence(bench.host());

    assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.FENCED);
    assertThat(result.text()).contains(bench.host());
    assertThat(bench.isOn()).isFalse();
  }

  @Test
  void shouldAnswerTheSameForAHostThatIsOffAlready() {
    bench.fence().fence(bench.host());
    FenceResult again = bench.fence().fence(bench.host());

    assertThat(again.outcome()).as(again.text()).isEqualTo(Outcome.FENCED);
    assertThat(bench.isOn()).isFalse();
  }

  @Test
  void shouldNotTakeAnAcceptedOrderForProof() {
    bench.resist();
    FenceResult result = bench.fence().fence(bench.host());

    assertThat(bench.isOn()).isTrue();
    assertThat(result.outcome()).as(result.text()).isEqualTo(Outcome.FAILED);
    assertThat(result.text()).contains(bench.host());
  }

  @Test
  void shouldSayThatItKnowsNothingOfAHost() {
    FenceResult result = bench.fence().fence("a-204-99");

    assertThat(result.failure()).as(result.text()).isPresent();
    assertThat(result.text()).contains("a-204-99");
    assertThat(bench.isOn()).isTrue();
  }

  @Test
  void shouldGiveUpAfterABoundedTime() {
    bench.hang();
    FenceResult result = bench.fence().fence(bench.host());

    assertThat(result.failure()).as(result.text()).isEqualTo(Optional.of(FenceFailure.TIMED_OUT));
  }

  @Test
  void shouldEndEarlyWhenItsThreadIsInterrupted() throws Exception {
    bench.hang();
    AtomicBoolean kept = new AtomicBoolean();
    CompletableFuture<FenceResult> answer = new CompletableFuture<>();
    Thread asking =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              FenceResult result = bench.fence().fence(bench.host());
              kept.set(Thread.currentThread().isInterrupted());
              answer.complete(result);
            });
    asking.start();

    assertThat(answer.get(60, TimeUnit.SECONDS).failure())
        .isEqualTo(Optional.of(FenceFailure.TIMED_OUT));
    assertThat(kept).isTrue();
  }
}
