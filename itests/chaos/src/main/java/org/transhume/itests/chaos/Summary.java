// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What many runs came to. */
final class Summary {

  private final int runs;
  private final long seed;
  private final Map<String, Integer> migrationsByPhase = new TreeMap<>();
  private final Map<String, Integer> faultsByKind = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private int refusedTooLate;
  private int booted;
  private int created;
  private int refusedToCreate;
  private int stopped;
  private int refusedToStop;
  private int hit;
  private int lost;
  private int doubled;
  private int stale;
  private int unfinished;
  private int repairs;

  Summary(int runs, long seed) {
    this.runs = runs;
    this.seed = seed;
  }

  void add(ChaosRun.Result result) {
    result
        .migrations()
        .forEach((phase, count) -> migrationsByPhase.merge(phase, count, Integer::sum));
    result.faults().forEach((kind, count) -> faultsByKind.merge(kind, count, Integer::sum));
    refusedTooLate += result.refusedTooLate();
    booted += result.booted();
    created += result.created();
    refusedToCreate += result.refusedToCreate();
    stopped += result.stopped();
    refusedToStop += result.refusedToStop();
    hit += result.hit() ? 1 : 0;
    Judge.Verdict verdict = result.verdict();
    lost += verdict.lost();
    doubled += verdict.doubled();
    stale += verdict.stale();
    unfinished += verdict.unfinished();
    repairs += verdict.repairs();
    verdict.failures().forEach(failure -> failures.add("seed " + result.seed() + ": " + failure));
  }

  /** Whether nothing happened that must not. */
  boolean isClean() {
    return failures.isEmpty();
  }

  List<String> failures() {
    return failures;
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("runs", runs);
    map.put("seed", seed);
    map.put("migrations", total(migrationsByPhase));
    map.put("migrationsByPhase", migrationsByPhase);
    map.put("faults", total(faultsByKind));
    map.put("faultsByKind", faultsByKind);
    map.put("runsWithAMigrationHit", hit);
    map.put("lost", lost);
    map.put("doubled", doubled);
    map.put("stale", stale);
    map.put("unfinished", unfinished);
    map.put("repairs", repairs);
    map.put("refused", migrationsByPhase.getOrDefault("REFUSED", 0));
    map.put("booted", booted);
    map.put("created", created);
    map.put("refusedToCreate", refusedToCreate);
    map.put("stopped", stopped);
    map.put("refusedToStop", refusedToStop);
    map.put("failures", failures);
    return map;
  }

  String text(double seconds) {
    return String.format(
        Locale.ROOT,
        "%d runs in %.0f s: %d migrations %s, %d faults, %d runs with a migration hit%n%d orders of"
            + " superseded managers refused%n%d domains of lost hosts booted elsewhere, %d created"
            + " by managers, %d creations refused%n%d stopped on purpose, %d stops and starts"
            + " refused%nlost %d, doubled %d, stale %d, unfinished %d,"
            + " repair tasks %d",
        runs,
        seconds,
        total(migrationsByPhase),
        migrationsByPhase,
        total(faultsByKind),
        hit,
        refusedTooLate,
        booted,
        created,
        refusedToCreate,
        stopped,
        refusedToStop,
        lost,
        doubled,
        stale,
        unfinished,
        repairs);
  }

  private static int total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
