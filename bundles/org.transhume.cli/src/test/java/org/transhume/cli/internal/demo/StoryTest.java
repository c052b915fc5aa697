// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.cli.internal.ClusterFixture.domain;
import static org.transhume.cli.internal.ClusterFixture.host;
import static org.transhume.cli.internal.ClusterFixture.migration;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.cli.internal.demo.Scene.LossScene;
import org.transhume.cli.internal.demo.Scene.MigrationScene;
import org.transhume.cli.internal.demo.Scene.RefusalScene;
import org.transhume.cli.internal.session.Interruption;

class StoryTest {

  private static final String HOT = "a-204-02";

  private final HotSpotPlot plot = new HotSpotPlot(3);
  private final Story story = new Story(plot);

  @Test
  void shouldStayCalmForAWhileAndThenRaiseTheLoadOnce() {
    assertThat(story.next(calm(), 0)).isEmpty();
    assertThat(plot.chapter()).isEqualTo(Chapter.CALM);

    assertThat(story.next(calm(), Plot.CALM_MILLIS)).isPresent();
    assertThat(plot.chapter().mood()).isEqualTo(Mood.TENSE);
    assertThat(story.next(calm(), Plot.CALM_MILLIS + 500)).isEmpty();
  }

  @Test
  void shouldNotBeRelievedByBeingNormalBeforeAnythingMoved() {
    heat();
    story.next(scene(0.5, ThresholdLevel.NORMAL), 7_000);

    assertThat(plot.isFulfilled()).isFalse();
  }

  @Test
  void shouldNotBeRelievedByAMigrationThatFailedOrWentTheOtherWay() {
    heat();
    story.next(
        scene(
            0.5,
            ThresholdLevel.NORMAL,
            migration("etch-1-1", HOT, "a-204-03", MigrationPhase.ROLLED_BACK),
            migration("etch-1-2", "a-204-03", HOT, MigrationPhase.DONE)),
        7_000);

    assertThat(plot.isFulfilled()).isFalse();
  }

  @Test
  void shouldNotBeRelievedWhileTheHostStillReadsHigh() {
    heat();
    story.next(
        scene(
            0.9, ThresholdLevel.HIGH, migration("etch-1-1", HOT, "a-204-03", MigrationPhase.DONE)),
        7_000);

    assertThat(plot.isFulfilled()).isFalse();
  }

  @Test
  void shouldBeRelievedByADoneMigrationAwayAndANormalReading() {
    heat();
    story.next(relieved(), 7_000);

    assertThat(plot.isFulfilled()).isTrue();
    assertThat(plot.chapter().mood()).isEqualTo(Mood.GOOD);
  }

  @Test
  void shouldSummariseUnderTheNamesThatScriptsRelyOn() throws Exception {
    heat();
    story.next(relieved(), 7_000);
    story.next(
        new Scene(
            relieved().hosts(),
            List.of(
                new MigrationScene(
                    migration("etch-1-1", HOT, "a-204-03", MigrationPhase.SENDING),
                    "it is hot",
                    40,
                    1e8)),
            List.of(new RefusalScene("hotspot", "a-204-04", "TARGET_HOT", "would rise to 91 %")),
            List.of(),
            Set.of()),
        8_000);

    assertThat(
            Summary.json("1.2.3", new DemoOptions(StoryKind.HOTSPOT, 3, 3, 40_001), story)
                .replaceAll("\\s+", " "))
        .isEqualTo(
            "{ \"version\" : \"1.2.3\", \"seed\" : 3, \"story\" : \"hotspot\","
                + " \"fulfilled\" : false, \"relieved\" : false, \"hosts\" : [ {"
                + " \"name\" : \"a-204-02\", \"cpuLoad\" : 0.5, \"domains\" : [ \"dapper-1-1\","
                + " \"etch-1-1\" ] } ], \"migrations\" : [ { \"id\" : \"m-1\", \"domain\" :"
                + " \"etch-1-1\", \"source\" : \"a-204-02\", \"target\" : \"a-204-03\", \"reason\""
                + " : \"it is hot\", \"phase\" : \"SENDING\", \"durationMillis\" : 8200,"
                + " \"downtimeMillis\" : null } ], \"refusals\" : [ { \"policy\" : \"hotspot\","
                + " \"subject\" : \"a-204-04\", \"reason\" : \"would rise to 91 %\" } ] }");
  }

  @Test
  void shouldTellEachTurnOnceInPlainLines() {
    StringWriter told = new StringWriter();
    PlainTeller teller = new PlainTeller(new PrintWriter(told));
    story.next(calm(), 0);
    teller.tell(story, 0);
    heat();
    teller.tell(story, 5_000);
    teller.tell(story, 5_500);
    story.next(relieved(), 12_000);
    teller.tell(story, 12_000);

    assertThat(told.toString().lines())
        .filteredOn(line -> line.startsWith("["))
        .containsExactly(
            "[  0.0 s] all hosts are calm",
            "[  5.0 s] load rises on a-204-02: " + plot.heat().orElseThrow().inWords(),
            "[  5.0 s] a-204-02 50%",
            "[ 12.0 s] relieved: a-204-02 reads normal, 7.0 s after its load rose",
            "[ 12.0 s] migration m-1 of etch-1-1 from a-204-02 to a-204-03: because it is hot",
            "[ 12.0 s] migration m-1 DONE after 8.2 s, downtime 85 ms",
            "[ 12.0 s] a-204-02 50%");
  }

  @Test
  void shouldTellWhatBecomesOfALostHostAndShowNothingElseOfIt() {
    StringWriter told = new StringWriter();
    PlainTeller teller = new PlainTeller(new PrintWriter(told));
    Scene lost =
        new Scene(
            calm().hosts(),
            List.of(),
            List.of(),
            List.of(new LossScene(HOT, List.of(HOT + " is held to be dead"))),
            Set.of());
    story.next(lost, 0);
    teller.tell(story, 0);
    teller.tell(story, 5_000);

    assertThat(told.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(HOT + " lost - -")
        .filteredOn(line -> line.startsWith("["))
        .containsExactly(
            "[ 0.0 s] all hosts are calm",
            "[ 0.0 s] a-204-02 is held to be dead",
            "[ 5.0 s] a-204-02 lost");
  }

  @Test
  void shouldRunUntilItsTimeIsOverAndRaiseTheLoadOnTheWay() throws Exception {
    List<String> raised = new ArrayList<>();
    Deque<Long> times = new ArrayDeque<>(List.of(0L, 0L, 3_000L, 6_000L, 9_000L, 12_000L));
    DemoRun run =
        new DemoRun(
            StoryTest::calm,
            new FakeStage(raised),
            () -> true,
            new Interruption(),
            times::removeFirst);
    StringWriter told = new StringWriter();

    run.await(story, 1, Duration.ofSeconds(1));
    run.tell(
        story,
        new PlainTeller(new PrintWriter(told)),
        Duration.ofMillis(1),
        OptionalLong.of(10_000),
        false);

    assertThat(raised)
        .extracting(deed -> deed.replaceAll(" = .*", ""))
        .containsExactlyInAnyOrder("demand of etch-1-1", "demand of dapper-1-1");
    assertThat(times).isEmpty();
  }

  @Test
  void shouldEndBeforeItsTimeWhenItIsToldOnlyOnce() throws Exception {
    Deque<Scene> seen = new ArrayDeque<>(List.of(calm(), calm(), relieved()));
    Deque<Long> times = new ArrayDeque<>(List.of(0L, 0L, 6_000L, 9_000L));
    DemoRun run =
        new DemoRun(
            seen::removeFirst,
            new FakeStage(new ArrayList<>()),
            () -> true,
            new Interruption(),
            times::removeFirst);
    StringWriter told = new StringWriter();

    run.await(story, 1, Duration.ofSeconds(1));
    run.tell(
        story,
        new PlainTeller(new PrintWriter(told)),
        Duration.ofMillis(1),
        OptionalLong.of(3_600_000),
        true);

    assertThat(plot.isFulfilled()).isTrue();
    assertThat(told.toString()).contains("relieved: " + HOT);
  }

  @Test
  void shouldEndAtOnceWhenSomebodyAsks() throws Exception {
    Interruption interruption = new Interruption();
    DemoRun run =
        new DemoRun(
            StoryTest::calm, new FakeStage(new ArrayList<>()), () -> true, interruption, () -> 0);
    run.await(story, 1, Duration.ofSeconds(1));
    interruption.ask();

    run.tell(
        story,
        new PlainTeller(new PrintWriter(new StringWriter())),
        Duration.ofHours(1),
        OptionalLong.empty(),
        false);

    assertThat(plot.chapter()).isEqualTo(Chapter.CALM);
  }

  private void heat() {
    story.next(calm(), Plot.CALM_MILLIS);
  }

  private static Scene calm() {
    return scene(0.5, ThresholdLevel.NORMAL);
  }

  private static Scene relieved() {
    return scene(
        0.5, ThresholdLevel.NORMAL, migration("etch-1-1", HOT, "a-204-03", MigrationPhase.DONE));
  }

  private static Scene scene(double load, ThresholdLevel level, MigrationEvent... migrations) {
    List<MigrationScene> scenes = new ArrayList<>();
    for (MigrationEvent migration : migrations) {
      scenes.add(new MigrationScene(migration, "because it is hot", null, null));
    }
    return new Scene(
        List.of(host(HOT, load, level, domain("etch-1-1", 0.5), domain("dapper-1-1", 0.5))),
        scenes,
        List.of(),
        List.of(),
        Set.of());
  }
}
