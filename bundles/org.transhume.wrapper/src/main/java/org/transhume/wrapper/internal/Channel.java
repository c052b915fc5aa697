// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The way from the host into the domain: what is really run for a command that is to run there. */
sealed interface Channel {

  /** The program and arguments to run on the host. */
  List<String> vector(List<String> command, Map<String, String> values);

  /** Whether that exit status says that the domain was not reached. */
  boolean isUnreachable(int exitCode);

  /**
   * As written in a file: {@code local}, or {@code ssh USER@ADDRESS}.
   *
   * @param options between ssh and the address
   * @throws IllegalArgumentException saying what to write
   */
  static Channel parse(String text, List<String> options) {
    List<String> words = Words.parse(text).words();
    if (words.equals(List.of("local"))) {
      if (!options.isEmpty()) {
        throw new IllegalArgumentException("is local: take sshOptions away, or write ssh");
      }
      return new Local();
    }
    if (words.size() == 2 && words.get(0).equals("ssh")) {
      return new Ssh(words.get(1), options);
    }
    throw new IllegalArgumentException("is '" + text + "': write 'local' or 'ssh USER@ADDRESS'");
  }

  /** A command on the host itself, which is told the domain in its environment. */
  record Local() implements Channel {

    @Override
    public List<String> vector(List<String> command, Map<String, String> values) {
      return command;
    }

    @Override
    public boolean isUnreachable(int exitCode) {
      return false;
    }
  }

  /**
   * The system's ssh client, which asks nobody anything.
   *
   * @param target user and address, perhaps with placeholders
   * @param options for a key, a port and the like
   */
  record Ssh(String target, List<String> options) implements Channel {

    private static final int OWN_FAILURE = 255;

    /** Refuses what ssh would take for an option. */
    public Ssh {
      options = List.copyOf(options);
      if (target.startsWith("-") || target.startsWith("{")) {
        throw new IllegalArgumentException("is 'ssh " + target + "': write 'ssh USER@ADDRESS'");
      }
    }

    @Override
    public List<String> vector(List<String> command, Map<String, String> values) {
      List<String> vector = new ArrayList<>(List.of("ssh", "-o", "BatchMode=yes"));
      vector.addAll(List.of("-o", "ConnectTimeout=5"));
      vector.addAll(options);
      vector.addAll(List.of("--", Words.fill(target, values)));
      vector.add(command.stream().map(Ssh::quoted).collect(Collectors.joining(" ")));
      return vector;
    }

    /** A shell reads what comes out at the other end: within single quotes it finds no meaning. */
    private static String quoted(String word) {
      return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public boolean isUnreachable(int exitCode) {
      return exitCode == OWN_FAILURE;
    }
  }
}
