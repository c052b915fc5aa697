// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A recording of real tools: either a plain transcript, or a command with its two outputs and its
 * exit status.
 *
 * @param name its file
 * @param text all of it
 */
record Sample(String name, String text) {

  private static final Pattern SECTIONS =
      Pattern.compile(
          "(?s)# \\S+\\$ (.*?)\n--- stdout\n(.*?)--- stderr\n(.*?)--- exit code (\\d+)\n.*");

  /** A script's own status says nothing of xl, so that xl's was recorded apart. */
  private static final Pattern STATUS =
      Pattern.compile("(?m)^(?:rc=|exit |xl exit status: |[0-9:.]+ rc=)(\\d+)$");

  /** Reads one. */
  static Sample read(Path file) throws IOException {
    return new Sample(
        file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  /** Reads a folder of them, where they are kept: a copy may hold what was removed since. */
  static List<Sample> all(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
      return files.filter(Files::isRegularFile).sorted().map(Sample::readUnchecked).toList();
    }
  }

  private static Sample readUnchecked(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Command command() {
    Matcher sections = SECTIONS.matcher(text);
    String line = sections.matches() ? sections.group(1) : name;
    return new Command(List.of(line.split(" ", -1)), Duration.ofSeconds(1));
  }

  /** Standard output, or all of a plain transcript. */
  String output() {
    Matcher sections = SECTIONS.matcher(text);
    return sections.matches() ? sections.group(2) : text;
  }

  String errors() {
    Matcher sections = SECTIONS.matcher(text);
    return sections.matches() ? sections.group(3) : text;
  }

  /** xl's exit status. */
  int exitCode() {
    Matcher status = STATUS.matcher(text);
    if (status.find()) {
      return Integer.parseInt(status.group(1));
    }
    Matcher sections = SECTIONS.matcher(text);
    if (sections.matches()) {
      return Integer.parseInt(sections.group(4));
    }
    throw new AssertionError(name + " does not tell an exit status");
  }

  /** What the command runner would have handed on. */
  CommandResult result() {
    return new CommandResult(command(), exitCode(), output(), errors());
  }

  /** As if that part of standard output had been all of it. */
  CommandResult printing(String part) {
    return new CommandResult(command(), 0, part, "");
  }

  /** From the first line that contains a text up to the next that contains another. */
  String part(String from, String to) {
    List<String> lines = text.lines().toList();
    StringBuilder part = new StringBuilder();
    boolean inside = false;
    for (String line : lines) {
      if (inside && line.contains(to)) {
        return part.toString();
      }
      inside |= line.contains(from);
      part.append(inside ? line + "\n" : "");
    }
    return part.toString();
  }
}
