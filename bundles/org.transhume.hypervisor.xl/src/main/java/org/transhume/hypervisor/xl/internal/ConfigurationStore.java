// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Keeps the configurations of domains as they were given, since what xl tells of a running domain
 * cannot be booted again. They may hold passwords (of a display, for instance): for their owner's
 * eyes only.
 *
 * @param folder where they are kept, a file for each uuid
 */
record ConfigurationStore(Path folder) {

  private static final String SUFFIX = ".cfg";

  /** Writes a configuration to a file that xl can read. */
  Path keep(String uuid, String configuration) throws HypervisorException {
    Path draft = draft(configuration);
    try {
      try {
        return Files.move(
            draft,
            fileOf(uuid),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw failed("cannot be kept", e);
    }
  }

  /** Writes a configuration to a file that is to be discarded again. */
  Path draft(String configuration) throws HypervisorException {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return Files.writeString(
          Files.createTempFile(folder, "draft", SUFFIX), configuration, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed("cannot be kept", e);
    }
  }

  /** Discards a draft. */
  void discard(Path draft) throws HypervisorException {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      throw failed("cannot be removed", e);
    }
  }

  /** What was kept under a uuid. */
  Optional<String> read(String uuid) throws HypervisorException {
    try {
      return Optional.of(Files.readString(fileOf(uuid), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
  }

  /** Forgets a configuration whose domain never came to be. */
  void forget(String uuid) throws HypervisorException {
    try {
      Files.deleteIfExists(fileOf(uuid));
    } catch (IOException e) {
      throw failed("cannot be removed", e);
    }
  }

  private Path fileOf(String uuid) {
    return folder.resolve(uuid + SUFFIX);
  }

  private HypervisorException failed(String what, IOException cause) {
    return new HypervisorException(
        Reason.FAILED,
        "A domain's configuration " + what + " in " + folder + ": " + cause.getMessage(),
        Map.of("folder", folder.toString()),
        cause);
  }
}
