// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every world that was met, each once, and how it was first reached. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class States {

  private static final int NOT_FOUND = -1;

  private final List<byte[]> worlds = new ArrayList<>();
  private int[] parents = new int[1024];
  private short[] moves = new short[1024];
  private short[] depths = new short[1024];
  private int[] hashes = new int[1024];
  private int[] table = new int[2048];

  States() {
    Arrays.fill(table, NOT_FOUND);
  }

  int size() {
    return worlds.size();
  }

  byte[] get(int state) {
    return worlds.get(state);
  }

  int parent(int state) {
    return parents[state];
  }

  int move(int state) {
    return moves[state];
  }

  int depth(int state) {
    return depths[state];
  }

  /** The number of that world, or -1. */
  int find(byte[] world) {
    return table[slot(world, hash(world))];
  }

  /** Takes a world unless it is known. */
  boolean add(byte[] world, int parent, int move) {
    int hash = hash(world);
    int slot = slot(world, hash);
    if (table[slot] != NOT_FOUND) {
      return false;
    }
    int state = worlds.size();
    if (state == parents.length) {
      parents = Arrays.copyOf(parents, state * 2);
      moves = Arrays.copyOf(moves, state * 2);
      depths = Arrays.copyOf(depths, state * 2);
      hashes = Arrays.copyOf(hashes, state * 2);
    }
    worlds.add(world);
    parents[state] = parent;
    hashes[state] = hash;
    moves[state] = (short) move;
    depths[state] = (short) (parent < 0 ? 0 : depths[parent] + 1);
    table[slot] = state;
    if (worlds.size() * 2 > table.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    table = new int[table.length * 2];
    Arrays.fill(table, NOT_FOUND);
    for (int state = 0; state < worlds.size(); state++) {
      int slot = first(hashes[state]);
      while (table[slot] != NOT_FOUND) {
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = state;
    }
  }

  private int slot(byte[] world, int hash) {
    int slot = first(hash);
    while (table[slot] != NOT_FOUND && !isAt(slot, world, hash)) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  private boolean isAt(int slot, byte[] world, int hash) {
    int state = table[slot];
    return hashes[state] == hash && Arrays.equals(worlds.get(state), world);
  }

  private int first(int hash) {
    return hash & table.length - 1;
  }

  /** Worlds differ in few bytes, so each byte has to stir every bit. */
  private static int hash(byte[] world) {
    long hash = 0x9E3779B97F4A7C15L;
    for (byte one : world) {
      hash = (hash ^ one) * 0x9FB21C651E98DF25L;
      hash ^= hash >>> 32;
    }
    return (int) (hash ^ hash >>> 17);
  }
}
