// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.MigrationPhase;

/**
 * Explores a scenario breadth-first, so that the first violation found has a shortest trace; then
 * lets every world that was met run on without further faults, and judges where it comes to rest.
 */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Search {

  private static final int MOST_STEPS = 20_000;

  private final Scenario scenario;
  private final Machines machines;
  private final Alphabet alphabet;
  private final States states = new States();
  private final BitSet settled = new BitSet();
  private final Map<String, Integer> ends = new TreeMap<>();
  private Optional<Finding> finding = Optional.empty();
  private long moves;

  /** What went wrong, and the sentences that lead there. */
  record Finding(String violation, List<String> trace) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < trace.size(); i++) {
        text.append(String.format("%3d. %s%n", i + 1, trace.get(i)));
      }
      return text + "  => " + violation;
    }
  }

  /**
   * What was explored.
   *
   * @param ends how often the runs came to rest in which outcome
   */
  record Result(
      String name,
      int faults,
      int states,
      long moves,
      int depth,
      long millis,
      Map<String, Integer> ends,
      Optional<Finding> finding) {
    @Override
    public String toString() {
      return String.format(
          "%s, %d faults at most: %,d states, %,d moves, depth %d, %.1f s; at rest: %s",
          name, faults, states, moves, depth, millis / 1000.0, ends);
    }
  }

  Search(Scenario scenario, Machines machines) {
    this.scenario = scenario;
    this.machines = machines;
    this.alphabet = new Alphabet(scenario, machines);
  }

  Result run() {
    long began = System.nanoTime();
    states.add(World.initial(scenario).bytes(), -1, 0);
    for (int state = 0; state < states.size() && finding.isEmpty(); state++) {
      expand(state);
    }
    for (int state = 0; state < states.size() && finding.isEmpty(); state++) {
      settle(state);
    }
    int deepest = states.depth(states.size() - 1);
    return new Result(
        scenario.name(),
        scenario.mostFaults(),
        states.size(),
        moves,
        deepest,
        (System.nanoTime() - began) / 1_000_000,
        ends,
        finding);
  }

  private Game game(int state) {
    return new Game(World.of(scenario, states.get(state)), alphabet, machines);
  }

  private List<Move> movesOf(int state) {
    return Moves.all(game(state));
  }

  private void expand(int state) {
    List<Move> all = movesOf(state);
    for (int i = 0; i < all.size(); i++) {
      moves++;
      try {
        states.add(after(state, all.get(i)), state, i);
      } catch (Violation violation) {
        List<String> trace = traceTo(state);
        trace.add(sentence(all.get(i), game(state)));
        finding = Optional.of(new Finding(violation.getMessage(), trace));
        return;
      }
    }
  }

  private byte[] after(int state, Move move) {
    Game game = game(state);
    move.act().in(game);
    if (move.fault().isPresent()) {
      game.world.faults++;
    }
    return game.world.bytes();
  }

  private static String sentence(Move move, Game game) {
    String mark = move.fault().isPresent() ? "** " : "";
    try {
      return mark + move.act().in(game);
    } catch (Violation violation) {
      return mark + "what would come next";
    }
  }

  private List<String> traceTo(int state) {
    List<String> trace = new ArrayList<>();
    for (int at = state; states.parent(at) >= 0; at = states.parent(at)) {
      int parent = states.parent(at);
      trace.add(0, sentence(movesOf(parent).get(states.move(at)), game(parent)));
    }
    return trace;
  }

  // Without further faults

  private void settle(int start) {
    List<Integer> path = new ArrayList<>();
    Map<Integer, Integer> rests = new HashMap<>();
    int state = start;
    while (!settled.get(state)) {
      path.add(state);
      List<Move> next = Moves.byThemselves(game(state));
      int which = 0;
      if (!next.isEmpty() && next.get(0).timer() > 0) {
        // Every timer has its turn: the shortest first, the next when that led nowhere.
        which = rests.merge(state, 1, Integer::sum) - 1;
      }
      if (which >= next.size()) {
        judge(start, state, path);
        break;
      }
      state = states.find(after(state, next.get(which)));
      if (path.size() > MOST_STEPS) {
        report("IT NEVER ENDS, though nothing strikes any more", start, path);
        return;
      }
    }
    path.forEach(settled::set);
  }

  private void judge(int start, int state, List<Integer> path) {
    Game game = game(state);
    Optional<String> wrong = new Judgement(game).whatIsWrong();
    if (wrong.isPresent()) {
      report(wrong.get(), start, path);
    }
    List<MigrationPhase> outcome = List.of(game.world.outcome);
    ends.merge(outcome.toString(), 1, Integer::sum);
  }

  private void report(String what, int start, List<Integer> path) {
    List<String> trace = traceTo(start);
    trace.add("from here on nothing strikes any more");
    Map<Integer, Integer> rests = new HashMap<>();
    for (int i = 0; i + 1 < Math.min(path.size(), 300); i++) {
      List<Move> next = Moves.byThemselves(game(path.get(i)));
      int which = next.get(0).timer() > 0 ? rests.merge(path.get(i), 1, Integer::sum) - 1 : 0;
      trace.add(sentence(next.get(which), game(path.get(i))));
    }
    finding = Optional.of(new Finding(what, trace));
  }
}
