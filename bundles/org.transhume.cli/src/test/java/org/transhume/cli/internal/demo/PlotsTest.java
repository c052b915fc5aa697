// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.cli.internal.ClusterFixture.domain;
import static org.transhume.cli.internal.ClusterFixture.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import picocli.CommandLine.TypeConversionException;

class PlotsTest {

  private final List<String> deeds = new ArrayList<>();
  private final Stage stage = new FakeStage(deeds);

  private void next(Plot plot, long sinceStartMillis, HostSample... hosts) throws IOException {
    var deed =
        plot.next(
            new Scene(List.of(hosts), List.of(), List.of(), List.of(), Set.of()), sinceStartMillis);
    if (deed.isPresent()) {
      deed.get().on(stage);
    }
  }

  private static HostSample on(String name, String... domains) {
    List<DomainSample> samples = new ArrayList<>();
    for (String one : domains) {
      samples.add(domain(one, 0.2));
    }
    return host(name, 0.3, ThresholdLevel.NORMAL, samples.toArray(DomainSample[]::new));
  }

  @Test
  void shouldDrainTheHostWithMostDomainsOnceAndBeFulfilledWhenAllAreElsewhere() throws Exception {
    Plot plot = StoryKind.DRAIN.plot(1);
    next(plot, 0, on("a", "w"), on("b", "x", "y"));
    assertThat(deeds).isEmpty();
    assertThat(plot.ending()).isEqualTo("no host was not emptied");

    next(plot, Plot.CALM_MILLIS, on("a", "w"), on("b", "x", "y"));
    next(plot, 6_000, on("a", "w", "x"), on("b", "y"));
    assertThat(deeds).containsExactly("drain of b");
    assertThat(plot.chapter()).isEqualTo(Chapter.tense("b is told to drain: its 2 domains leave"));
    assertThat(plot.isFulfilled()).isFalse();

    next(plot, 7_000, on("a", "w", "x"), on("b"));
    assertThat(plot.isFulfilled()).as("y is nowhere").isFalse();
    next(plot, 8_000, on("a", "w", "x", "y"), on("b"));
    assertThat(plot.isFulfilled()).isTrue();
    assertThat(plot.chapter().text()).startsWith("b is empty, 3.0 s after");
    assertThat(plot.ending()).isEqualTo("b was emptied");
  }

  @Test
  void shouldFailTheHostWithFewestDomainsAndBeFulfilledWhenTheyRunElsewhere() throws Exception {
    Plot plot = StoryKind.HOST_FAILURE.plot(1);
    plot.opening().on(stage);
    next(plot, Plot.CALM_MILLIS, on("a", "w"), on("b", "x", "y"), on("c"));
    assertThat(deeds).containsExactly("repair silentSeconds = 10.0", "power of a off");
    assertThat(plot.chapter().text()).isEqualTo("the power of a fails, and with it w");

    next(plot, 9_000, on("a", "w"), on("b", "x", "y"), on("c"));
    assertThat(plot.isFulfilled()).as("only its last sample has w").isFalse();
    next(plot, 20_000, on("a", "w"), on("b", "x", "y"), on("c", "w"));
    assertThat(plot.isFulfilled()).isTrue();
    assertThat(plot.chapter().mood()).isEqualTo(Mood.GOOD);
    assertThat(plot.ending()).isEqualTo("what ran on a runs elsewhere");
  }

  private void next(Plot plot, long sinceStartMillis, Set<String> off, HostSample... hosts)
      throws IOException {
    var deed =
        plot.next(
            new Scene(List.of(hosts), List.of(), List.of(), List.of(), off), sinceStartMillis);
    if (deed.isPresent()) {
      deed.get().on(stage);
    }
  }

  @Test
  void shouldRaiseTheLoadOnceDomainsAreGatheredAndBeFulfilledWhenTheyAreApartAgain()
      throws Exception {
    Plot plot = StoryKind.CONSOLIDATE.plot(1);
    next(plot, Plot.CALM_MILLIS, Set.of(), on("a", "w"), on("b", "x", "y"), on("c"));
    assertThat(deeds).containsExactly("consolidate AUTOMATIC");
    next(plot, 20_000, Set.of(), on("a"), on("b", "w", "x", "y"), on("c"));
    assertThat(plot.chapter().mood()).as("none is powered down").isEqualTo(Mood.TENSE);

    next(plot, 21_000, Set.of("c"), on("a"), on("b", "w", "x", "y"), on("c"));
    assertThat(plot.chapter().text()).isEqualTo("packed on b within 16.0 s; powered down: c");
    next(plot, 30_999, Set.of("c"), on("a"), on("b", "w", "x", "y"), on("c"));
    assertThat(deeds).hasSize(1);
    next(plot, 31_000, Set.of("c"), on("a"), on("b", "w", "x", "y"), on("c"));
    assertThat(deeds).contains("demand of w = 1.0", "demand of x = 1.0", "demand of y = 1.0");
    assertThat(plot.ending())
        .isEqualTo("the domains were gathered, and did not come apart when load rose");

    next(plot, 60_000, Set.of("c"), on("a", "w"), on("b", "x", "y"), on("c"));
    assertThat(plot.isFulfilled()).isTrue();
    assertThat(plot.chapter().text()).isEqualTo("apart on a, b, 29.0 s after load rose");
  }

  @Test
  void shouldNameTheStoriesWhenThereIsNoneOfThatName() {
    assertThatThrownBy(() -> new StoryKind.Converter().convert("drains"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'drains' is no story; give hotspot, consolidate, drain, host-failure");
    assertThat(new StoryKind.Words())
        .allSatisfy(
            word -> assertThat(new StoryKind.Converter().convert(word).word()).isEqualTo(word));
  }
}
