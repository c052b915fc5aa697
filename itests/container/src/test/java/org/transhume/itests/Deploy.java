// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a running container that installs whatever is dropped into it. */
final class Deploy {

  private Deploy() {}

  /** Makes a file appear at once, as {@code mv} does: a half-copied archive would be picked up. */
  static Path drop(Path file) throws IOException {
    return dropAs(file, file.getFileName().toString());
  }

  /** As {@link #drop}, under another name. */
  static Path dropAs(Path file, String name) throws IOException {
    return dropInto(Path.of(System.getProperty("karaf.base")), file, name);
  }

  /** As {@link #dropAs}, into the container whose folder that is. */
  static Path dropInto(Path base, Path file, String name) throws IOException {
    Path copy = Files.copy(file, base.resolve("data").resolve(name), REPLACE_EXISTING);
    return Files.move(copy, base.resolve("deploy").resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
