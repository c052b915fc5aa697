// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A program to run and its arguments, as a vector: nothing here ever passes through a shell that
 * would read meaning into a name.
 *
 * @param arguments the program and what it is given
 * @param timeLimit how long it may take before it is ended
 */
record Command(List<String> arguments, Duration timeLimit) {

  Command {
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(timeLimit, "timeLimit");
  }

  /** The program alone. */
  String program() {
    return arguments.get(0);
  }

  /** The command as a person would type it. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    for (String argument : arguments) {
      line.append(line.isEmpty() ? "" : " ");
      boolean plain = !argument.isEmpty() && argument.chars().allMatch(Command::isPlain);
      line.append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return line.toString();
  }

  private static boolean isPlain(int character) {
    return Character.isLetterOrDigit(character) || "-_./=:,+@%".indexOf(character) >= 0;
  }
}
