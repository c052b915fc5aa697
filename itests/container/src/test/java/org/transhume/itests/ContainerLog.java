// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The log of a running container, as an administrator reads it. */
final class ContainerLog {

  private final Path file;

  ContainerLog(Path file) {
    this.file = file;
  }

  /** How many lines there are by now: what is awaited next is to come after them. */
  int size() {
    return lines().size();
  }

  /** Returns the first line that holds all of these words, once there is one. */
  String await(String... words) {
    return awaitAfter(0, words);
  }

  /** As {@link #await}, among the lines that came after the first so many. */
  String awaitAfter(int known, String... words) {
    Await.until(
        "a line of " + file + " holds " + Arrays.toString(words),
        () -> !linesAfter(known, words).isEmpty());
    return linesAfter(known, words).get(0);
  }

  /** Every line that holds all of these words. */
  List<String> linesWith(String... words) {
    return linesAfter(0, words);
  }

  private List<String> linesAfter(int known, String... words) {
    return lines().stream()
        .skip(known)
        .filter(line -> Arrays.stream(words).allMatch(line::contains))
        .toList();
  }

  private List<String> lines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
