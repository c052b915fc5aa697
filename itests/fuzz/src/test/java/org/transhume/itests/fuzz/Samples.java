// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Where the search begins. */
public final class Samples {

  private static final Path RECORDED =
      Path.of("..", "..", "bundles", "org.transhume.hypervisor.xl", "src", "test", "resources");

  private Samples() {}

  /** These. */
  public static Stream<Arguments> of(byte[]... samples) {
    return Stream.of(samples).map(sample -> Arguments.of((Object) sample));
  }

  /** What real tools have printed, those whose names hold a word. */
  public static Stream<Arguments> recorded(String word) throws IOException {
    return Stream.of("samples", "samples-lab")
        .flatMap(folder -> files(RECORDED.resolve(folder)).stream())
        .filter(file -> file.getFileName().toString().contains(word))
        .map(file -> Arguments.of((Object) output(file)));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is between the marks of standard output and standard error, where there are any. */
  private static byte[] output(Path file) {
    try {
      String text = Files.readString(file);
      int begin = text.indexOf("--- stdout\n");
      int end = text.indexOf("--- stderr\n");
      boolean marked = begin >= 0 && end > begin;
      return (marked ? text.substring(begin + "--- stdout\n".length(), end) : text)
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
