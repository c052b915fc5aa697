// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

/** A world with the machines at work in it. */
final class Game {

  final World world;
  final Alphabet alphabet;
  final Processes xl;
  final Agents agents;
  final Managers managers;

  Game(World world, Alphabet alphabet, Machines machines) {
    this.world = world;
    this.alphabet = alphabet;
    this.xl = new Processes(world);
    this.agents = new Agents(world, alphabet, machines, xl);
    this.managers = new Managers(world, alphabet);
  }
}
