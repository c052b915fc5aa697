// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule is named, since one of them has to go. */
class ConflictsTest {

  private final Cluster cluster =
      new Cluster()
          .host("h1", 8_000)
          .host("h2", 8_000)
          .domain("web-1", "h1", 512)
          .domain("web-2", "h2", 512)
          .domain("db", "h1", 1_024);

  private List<Conflict> conflicts(String... lines) {
    cluster.rules(lines);
    return Conflicts.of(cluster.rules(), cluster.snapshot(), Set.of());
  }

  @Test
  void shouldFindNothingWrongWithSoundRules() {
    assertThat(
            conflicts(
                "host h1 location rack=r1",
                "host h2 location rack=r2",
                "domain web-1 group web",
                "domain web-2 group web",
                "spread web across rack",
                "ban db from h2",
                "fence db on h1",
                "pin db",
                "gather web across room soft"))
        .extracting(Conflict::text)
        .singleElement()
        .asString()
        .contains("where these stand is not told", "h1, h2", "room");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spread web\ngather web",
        "spread web across rack\ngather web",
        "spread web across rack\ngather web across rack",
        "fence db on h1\nban db from h1",
        "fence db on h1\nfence db on h2",
        "host h1 location rack=r1\nhost h1 location rack=r2"
      })
  void shouldFindWhatIsImpossibleInItself(String rules) {
    List<Conflict> conflicts = conflicts(rules.split("\n"));

    List<String> texts =
        cluster.rules().rules().stream().map(rule -> "rule '" + rule.text() + "'").toList();
    assertThat(conflicts)
        .anySatisfy(
            conflict -> {
              assertThat(conflict.impossible()).isTrue();
              assertThat(conflict.text()).contains(texts);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spread web\ngather web across rack",
        "spread web soft\ngather web",
        "fence db on h1\nban db from h1 soft",
        "fence db on h1\nban db from h2"
      })
  void shouldNotHoldForImpossibleWhatCanBeFulfilled(String rules) {
    assertThat(conflicts(rules.split("\n"))).noneMatch(Conflict::impossible);
  }

  @Test
  void shouldTellOfAPinWhereTheDomainMustNotBe() {
    assertThat(conflicts("pin db", "fence db on h2"))
        .extracting(Conflict::text)
        .anyMatch(text -> text.startsWith("db is pinned to h1, where another rule"));
  }

  @Test
  void shouldTellOfAGroupThatHasMoreMembersThanThereArePlaces() {
    String[] groups = {"domain web-1 group web", "domain web-2 group web", "domain db group web"};

    assertThat(conflicts(groups[0], groups[1], groups[2], "spread web"))
        .extracting(Conflict::text)
        .containsExactly("3 domains cannot be at 2 hosts and apart: rule 'spread web'");
  }

  @Test
  void shouldTellOfWhatIsNotThere() {
    assertThat(conflicts("no-incoming h9", "pin nobody", "spread nothing", "fence db on tag:none"))
        .extracting(Conflict::text)
        .containsExactlyInAnyOrder(
            "no host h9 has ever been seen: rule 'no-incoming h9'",
            "no domain of that uuid has ever been seen: rule 'pin " + Cluster.uuid("nobody") + "'",
            "no domain belongs to the group of rule 'spread nothing'",
            "no host is meant by rule 'fence "
                + Cluster.uuid("db")
                + " on tag:none': its domains may go nowhere");
  }

  @Test
  void shouldKnowDomainsThatAreNotThereAtTheMoment() {
    cluster.rules("pin sleeper");

    assertThat(Conflicts.of(cluster.rules(), cluster.snapshot(), Set.of(Cluster.uuid("sleeper"))))
        .isEmpty();
  }

  @Test
  void shouldTellOfADomainThatIsBannedFromEverywhere() {
    assertThat(conflicts("ban db from h1", "ban db from h2"))
        .extracting(Conflict::text)
        .containsExactly("db is banned from every host that is known");
  }
}
