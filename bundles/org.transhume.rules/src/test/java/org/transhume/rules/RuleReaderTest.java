// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.model.RuleKind;

class RuleReaderTest {

  private static final String UUID = "6f1c5b1e-8a53-4d3f-9a0e-2d1f5b0c7a11";
  private static final String TWIN = "0d2b6c56-3c1d-4a76-8b0b-9a7e6d5c4b3a";

  private final RuleReader reader =
      new RuleReader(
          name ->
              Map.of("etch-1-1", Set.of(UUID), "etch 1,1", Set.of(UUID), "twin", Set.of(UUID, TWIN))
                  .getOrDefault(name, Set.of()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host a-204-02 tag gold ssd",
        "host a-204-02 location rack=r1",
        "domain " + UUID + " tag keep",
        "domain " + UUID + " group db web",
        "spread web",
        "spread web across rack soft",
        "gather db across room",
        "ban " + UUID + " from a-204-02 rack=r1 tag:old",
        "ban group:web from a-204-02 soft",
        "fence tag:gold on tag:ssd",
        "pin " + UUID,
        "reserve all memory-mib 1024",
        "reserve a-204-02 memory-mib 1",
        "overcommit all cpu 1.5",
        "no-incoming a-204-02",
        "max-online 12",
        "n-plus-one"
      })
  void shouldWriteWhatItReads(String text) {
    Reading reading = reader.read(text);

    assertThat(reading.errors()).isEmpty();
    assertThat(reading.rules()).extracting(Rule::text).containsExactly(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domain etch-1-1 tag keep          | domain 6f1c5b1e-8a53-4d3f-9a0e-2d1f5b0c7a11 tag keep",
        "domain \"etch 1,1\" tag keep       | domain 6f1c5b1e-8a53-4d3f-9a0e-2d1f5b0c7a11 tag keep",
        "pin 6F1C5B1E-8A53-4D3F-9A0E-2D1F5B0C7A11 | pin 6f1c5b1e-8a53-4d3f-9a0e-2d1f5b0c7a11",
        "host h tag b a b                  | host h tag a b",
        "fence tag:x on h2 h1 h2           | fence tag:x on h1 h2",
        "overcommit all cpu 1.50           | overcommit all cpu 1.5",
        "overcommit all cpu 10             | overcommit all cpu 10",
        "  spread \t web   soft # why not   | spread web soft",
        "max-online 007                    | max-online 7"
      })
  void shouldWriteEqualRulesAlike(String written, String canonical) {
    assertThat(reader.read(written).rules()).extracting(Rule::text).containsExactly(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spred web                      | 'spred' begins no rule",
        "spread                         | 'spread' ends where a group should stand",
        "spread soft                    | 'soft' is not a group",
        "spread web across              | ends where a kind of location should stand",
        "spread web hard                | nothing should follow before 'hard'",
        "domain nobody tag keep         | no domain is named nobody",
        "domain twin tag keep           | several domains are named twin; give the uuid",
        "domain \"etch tag keep          | a quotation mark has no second one",
        "domain etch-1-1 keep           | 'tag' or 'group' should stand in the place of 'keep'",
        "host h rack r1                 | 'tag' or 'location' should stand in the place of 'rack'",
        "host h location r1             | 'r1' is no location: write KIND=VALUE",
        "host all tag x                 | 'all' is no name of a host",
        "ban etch-1-1 on h              | 'from' should stand in the place of 'on'",
        "ban etch-1-1 from              | ends where a host, tag:NAME or KIND=VALUE should stand",
        "ban etch-1-1 from soft         | 'soft' is no name of a host",
        "ban etch-1-1 from h soft k     | nothing should follow before 'k'",
        "ban group: from h              | '' is not a name",
        "reserve h memory-mib -1        | '-1' is not a number of MiB",
        "reserve h memory-mib 0         | '0' is not a number of MiB, at least 1",
        "reserve h disk 7               | 'memory-mib' should stand in the place of 'disk'",
        "overcommit all cpu 0           | '0' is no ratio",
        "overcommit all cpu a           | 'a' is no ratio",
        "max-online 9999999999          | '9999999999' is not a number of hosts"
      })
  void shouldTellWhatIsWrong(String line, String why) {
    Reading reading = reader.read("n-plus-one\n\n" + line);

    assertThat(reading.rules()).hasSize(1);
    assertThat(reading.errors()).singleElement().extracting(Reading.Wrong::number).isEqualTo(3);
    assertThat(reading.errors().get(0).text()).startsWith("line 3: ").contains(why);
  }

  @Test
  void shouldTellEveryWrongLineOfAFile() {
    Reading reading = reader.read("# all\r\npin nobody\r\nspread web\r\nfence x\r\n");

    assertThat(reading.errors()).extracting(Reading.Wrong::number).containsExactly(2, 4);
    assertThat(reading.lines()).containsExactly(new Reading.Line(3, reading.rules().get(0)));
  }

  @TestFactory
  Stream<DynamicTest> shouldReadBackEveryRuleThatItWrites() {
    return Stream.of(1L, 2L, 3L, 4L)
        .map(
            seed ->
                DynamicTest.dynamicTest(
                    "seed " + seed,
                    () -> {
                      RandomRules random = new RandomRules(new Random(seed));
                      for (int i = 0; i < 5_000; i++) {
                        Rule rule = random.rule();
                        Reading reading = new RuleReader(DomainNames.NONE).read(rule.text());
                        assertThat(reading.rules()).as(rule.text()).containsExactly(rule);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shouldTakeEveryLineAsARuleOrTellWhyNot() {
    return Stream.of(5L, 6L, 7L, 8L)
        .map(
            seed ->
                DynamicTest.dynamicTest(
                    "seed " + seed,
                    () -> {
                      Random random = new Random(seed);
                      RandomRules rules = new RandomRules(random);
                      for (int i = 0; i < 5_000; i++) {
                        String line = mutated(rules.rule().text(), random);
                        Reading reading = reader.read(line);
                        assertThat(reading.rules().size() + reading.errors().size())
                            .as(line)
                            .isLessThanOrEqualTo(1);
                        // Whatever was taken is a rule that can be kept and read again.
                        for (Rule rule : reading.rules()) {
                          assertThat(reader.read(rule.text()).rules()).containsExactly(rule);
                        }
                        assertThat(reading.errors())
                            .allSatisfy(wrong -> assertThat(wrong.why()).isNotBlank());
                      }
                    }));
  }

  private static String mutated(String text, Random random) {
    StringBuilder line = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(4); changes > 0 && line.length() > 0; changes--) {
      int at = random.nextInt(line.length());
      switch (random.nextInt(4)) {
        case 0 -> line.deleteCharAt(at);
        case 1 -> line.insert(at, " \"=:#,.-\u00e9\u0000\t".charAt(random.nextInt(11)));
        case 2 -> line.setCharAt(at, (char) (32 + random.nextInt(95)));
        default -> line.insert(at, line.substring(at, Math.min(line.length(), at + 9)));
      }
    }
    return line.toString().replaceAll("\\R", " ");
  }

  @Test
  void shouldKnowTheKindOfEachRule() {
    List<RuleKind> kinds =
        reader
            .read("host h tag t\nhost h location rack=r\nspread g\npin etch-1-1\nn-plus-one")
            .rules()
            .stream()
            .map(Rule::kind)
            .toList();

    assertThat(kinds)
        .containsExactly(
            RuleKind.HOST_TAG,
            RuleKind.HOST_LOCATION,
            RuleKind.SPREAD,
            RuleKind.PIN,
            RuleKind.N_PLUS_ONE);
  }
}
