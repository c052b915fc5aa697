// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transhume.hypervisor.sim.internal.ProcessorShares.Claim;

class ProcessorSharesTest {

  private static final double EXACTLY = 1e-9;

  @Test
  void shouldGiveEverybodyWhatItWantsWhenThereIsEnough() {
    assertThat(ProcessorShares.divide(2, List.of(new Claim(0.5, 256), new Claim(1, 1))))
        .containsExactly(0.5, 1.0);
  }

  @Test
  void shouldDivideByWeightWhenAllWantMore() {
    assertThat(ProcessorShares.divide(1.5, List.of(new Claim(2, 512), new Claim(2, 256))))
        .containsExactly(new double[] {1.0, 0.5}, within(EXACTLY));
  }

  @Test
  void shouldHandOnWhatOneLeavesOver() {
    assertThat(
            ProcessorShares.divide(
                2, List.of(new Claim(9, 256), new Claim(0.2, 1024), new Claim(9, 256))))
        .containsExactly(new double[] {0.9, 0.2, 0.9}, within(EXACTLY));
  }

  @Test
  void shouldDivideNothingAmongNobody() {
    assertThat(ProcessorShares.divide(2, List.of())).isEmpty();
  }

  @Test
  void shouldRefuseClaimsThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Claim(Double.NaN, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Claim(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Claim(1, 0));
  }

  @Test
  void shouldKeepToClaimsConserveWorkAndBeFairForAnyClaims() {
    Random random = new Random(42);
    for (int run = 0; run < 2000; run++) {
      double processors = 1 + random.nextInt(16);
      List<Claim> claims =
          IntStream.range(0, 1 + random.nextInt(12))
              .mapToObj(i -> new Claim(random.nextDouble() * 4, 1 + random.nextInt(1000)))
              .toList();

      double[] shares = ProcessorShares.divide(processors, claims);

      double wanted = claims.stream().mapToDouble(Claim::wanted).sum();
      assertThat(Arrays.stream(shares).sum())
          .isCloseTo(Math.min(processors, wanted), within(EXACTLY));
      assertFair(claims, shares);
    }
  }

  /** Nobody gets above its claim, and who is left wanting stands at the highest level of all. */
  private static void assertFair(List<Claim> claims, double[] shares) {
    double highest = 0;
    for (int i = 0; i < shares.length; i++) {
      assertThat(shares[i]).isBetween(0.0, claims.get(i).wanted() + EXACTLY);
      highest = Math.max(highest, shares[i] / claims.get(i).weight());
    }
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] < claims.get(i).wanted() - EXACTLY) {
        assertThat(shares[i] / claims.get(i).weight()).isCloseTo(highest, within(EXACTLY));
      }
    }
  }
}
