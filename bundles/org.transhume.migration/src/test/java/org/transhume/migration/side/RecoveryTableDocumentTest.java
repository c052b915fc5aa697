// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The recovery table as people read it is written by the code that decides. To write it anew after
 * a change of the code: {@code mvn -pl bundles/org.transhume.migration -am test
 * -Dtest=RecoveryTableDocumentTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtranshume.documents=write}.
 */
class RecoveryTableDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "recovery-table.md");

  private static final String HEAD =
      """
      # The recovery table

      Written by `RecoveryTableDocumentTest` from `RecoveryTable`, and held against it by each build: change the code, not this file.

      What is done when a migration is over, however it came to that, from what is found of the domain on its two hosts once no tool of Xen is at work on it any more. `INCOMING` is a copy named `NAME--incoming`, `MIGRATED_AWAY` one named `NAME--migratedaway`; `SHUT_DOWN` is a domain whose guest has ended by itself; `UNREACHABLE` means that nobody could look, or that the other side has not told yet. Two rules stand above every row: at most one copy ever runs, and no copy is resumed or unpaused once another has run since it was suspended.

      Whether the target may have run the domain is decided by proof alone: it *never ran* when the journals show that GO did not pass, or when the receiver, or we, removed its copy unstarted and gave the domain back. `REPAIR` is a task for a person; the last column then says what to do.

      | source | target | provided that | then | because, or what a person has to do |
      | --- | --- | --- | --- | --- |
      """;

  /** What a row may depend on, the plainest words first. */
  private static final Map<String, Predicate<Evidence>> CONDITIONS = conditions();

  private static Map<String, Predicate<Evidence>> conditions() {
    Map<String, Predicate<Evidence>> conditions = new LinkedHashMap<>();
    conditions.put("", evidence -> true);
    conditions.put("the target never ran it", Evidence::targetNeverRan);
    conditions.put("the target may have run it", evidence -> !evidence.targetNeverRan());
    conditions.put("the receiver reported its start", e -> e.receiver() == ReceiverReport.STARTED);
    conditions.put(
        "the receiver did not report its start", e -> e.receiver() != ReceiverReport.STARTED);
    conditions.put("it was called off before GO", Evidence::calledOff);
    conditions.put("it was not called off", evidence -> !evidence.calledOff());
    return conditions;
  }

  @Test
  void shouldBeWhatTheCodeDecides() throws IOException {
    String text = document();
    if ("write".equals(System.getProperty("transhume.documents"))) {
      Files.writeString(DOCUMENT, text);
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(text);
  }

  private static String document() {
    StringBuilder text = new StringBuilder(HEAD);
    for (CopyState source : CopyState.values()) {
      for (CopyState target : CopyState.values()) {
        rows(source, target)
            .forEach(
                (verdict, condition) ->
                    text.append(
                        String.format(
                            "| %s | %s | %s | %s | %s |%n",
                            source, target, condition, verdict.remedy(), why(verdict))));
      }
    }
    return text.toString();
  }

  private static String why(Verdict verdict) {
    String text = verdict.why().text();
    return verdict.remedy() == Remedy.REPAIR ? text.substring(text.indexOf(": ") + 2) : text;
  }

  /** Each verdict on that pair, and when it is given. */
  private static Map<Verdict, String> rows(CopyState source, CopyState target) {
    Map<Verdict, List<Evidence>> cases = new LinkedHashMap<>();
    for (Evidence evidence : everything()) {
      cases
          .computeIfAbsent(
              RecoveryTable.verdict(source, target, evidence), verdict -> new ArrayList<>())
          .add(evidence);
    }
    Map<Verdict, String> rows = new LinkedHashMap<>();
    cases.forEach((verdict, when) -> rows.put(verdict, condition(when)));
    return rows;
  }

  private static String condition(List<Evidence> when) {
    return CONDITIONS.entrySet().stream()
        .filter(
            condition -> everything().stream().filter(condition.getValue()).toList().equals(when))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no words for " + when));
  }

  private static List<Evidence> everything() {
    List<Evidence> all = new ArrayList<>();
    for (boolean go : new boolean[] {false, true}) {
      for (boolean calledOff : new boolean[] {false, true}) {
        for (ReceiverReport receiver : ReceiverReport.values()) {
          all.add(new Evidence(go, calledOff, receiver));
        }
      }
    }
    return all;
  }
}
