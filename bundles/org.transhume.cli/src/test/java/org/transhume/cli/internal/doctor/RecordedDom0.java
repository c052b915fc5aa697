// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A host put together from recorded outputs: {@code files} is its file system, {@code commands}
 * what its tools print (named by their arguments, a slash written as a comma, a program text left
 * out), {@code free} its free bytes. A command that was not recorded is absent there.
 */
final class RecordedDom0 implements Dom0 {

  private final Path folder;

  RecordedDom0(String name) {
    try {
      folder = Path.of(RecordedDom0.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  @Override
  public Optional<String> read(String path) {
    return text(folder.resolve("files" + path));
  }

  @Override
  public List<String> list(String path) {
    Path recorded = folder.resolve("files" + path);
    if (!Files.isDirectory(recorded)) {
      return List.of();
    }
    try (Stream<Path> content = Files.list(recorded)) {
      return content.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OptionalLong freeBytes(String path) {
    return text(folder.resolve("free")).map(String::strip).map(Long::parseLong).stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  @Override
  public Answer run(String... command) {
    String[] named = command[0].equals("python3") ? Arrays.copyOf(command, 2) : command;
    String name = String.join(" ", named).replace('/', ',');
    return text(folder.resolve("commands").resolve(name))
        .map(output -> new Answer(0, output))
        .orElseGet(() -> new Answer(127, command[0] + " cannot be run"));
  }

  private static Optional<String> text(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
