// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processors as a PVH domain of the lab was shown its own, and the most that its host can show. */
class ProcessorFitsTest {

  private static final Map<String, String> SHOWN =
      Map.of(
          "00000000:ffffffff", "00000005:68747541:444d4163:69746e65",
          "00000001:ffffffff", "00100f23:00020800:80a02001:178bfbfd",
          "80000001:ffffffff", "00100f23:00000000:00000061:2993fbfd",
          "80000006:ffffffff", "00000000:42004200:02008140:00808140",
          "80000008:ffffffff", "00003028:00100000:00000001:00000000");

  private static final Map<String, String> LIMITS =
      Map.of(
          "00000000:ffffffff", "00000005:68747541:444d4163:69746e65",
          "00000001:ffffffff", "00100f23:00000800:80a02001:178bfbfd",
          "80000001:ffffffff", "00100f23:00000000:00000067:28100800",
          "80000006:ffffffff", "00000000:42004200:02008140:00808140",
          "80000008:ffffffff", "00003028:00100000:00000000:00000000");

  private static List<String> beyond(Map<String, String> limits) {
    return new ProcessorPolicy(SHOWN).beyond(new ProcessorPolicy(limits));
  }

  private static Map<String, String> limitsWith(String leaf, String registers) {
    Map<String, String> limits = new HashMap<>(LIMITS);
    limits.put(leaf, registers);
    return limits;
  }

  @Test
  void shouldFitTheProcessorThatItWasStartedOn() {
    assertThat(beyond(LIMITS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // Another maker, a feature less in two leaves, narrower addresses.
    "00000000:ffffffff, 00000005:756e6547:6c65746e:49656e69, 00000000 ebx 68747541",
    "00000001:ffffffff, 00100f23:00000800:80a00001:178bfbfd, 00000001 ecx 00002000",
    "80000001:ffffffff, 00100f23:00000000:00000047:28100800, 80000001 ecx 00000020",
    "80000008:ffffffff, 00003024:00100000:00000000:00000000, 80000008 eax 00000028",
    "80000008:ffffffff, 00003028:00000000:00000000:00000000, 80000008 ebx 00100000",
  })
  void shouldNameWhatTheTargetLacks(String leaf, String registers, String lacking) {
    assertThat(beyond(limitsWith(leaf, registers))).contains(lacking);
  }

  @ParameterizedTest
  @CsvSource({
    // A newer model, another cache, more features, the bit that the guest itself sets.
    "00000001:ffffffff, 00a20f10:00000800:f6fa3223:178bfbff",
    "80000006:ffffffff, 00000000:62006200:04008140:01008140",
    "00000007:00000000, 00000000:219c97a9:0040068c:00000010",
    "00000001:ffffffff, 00100f23:00000800:80a02001:178bf9fd",
  })
  void shouldNotMindWhatIsNoLimit(String leaf, String registers) {
    assertThat(beyond(limitsWith(leaf, registers))).isEmpty();
  }

  @Test
  void shouldTakeALeafThatIsNotToldForNoFeatureAtAll() {
    Map<String, String> shown = Map.of("00000007:00000000", "00000000:219c97a9:00000000:00000000");

    assertThat(new ProcessorPolicy(shown).beyond(new ProcessorPolicy(Map.of())))
        .containsExactly("00000007:00000000 ebx 219c97a9");
  }

  @Test
  void shouldNotStumbleOverGarbage() {
    Map<String, String> garbage = Map.of("00000001:ffffffff", "rubbish", "x", "");

    assertThat(new ProcessorPolicy(garbage).beyond(new ProcessorPolicy(garbage))).isEmpty();
  }

  @Test
  void shouldTellTheOperatorWhatIsLacking() {
    Arriving world = new Arriving();
    world.shown = SHOWN;
    world.limits = limitsWith("00000001:ffffffff", "00100f23:00000800:80a00001:178bfbfd");

    assertThat(new ProcessorFits().in(world.situation()).objections())
        .singleElement()
        .satisfies(
            why ->
                assertThat(why.text())
                    .isEqualTo(
                        "the processor of a-204-03 lacks what etch-1-1 has been shown: 00000001 ecx"
                            + " 00002000"));
  }
}
