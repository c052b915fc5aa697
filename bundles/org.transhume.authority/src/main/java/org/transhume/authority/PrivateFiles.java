// SPDX-License-Identifier: Apache-2.0
package org.transhume.authority;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** Files and folders that only their owner may touch, written whole or not at all. */
final class PrivateFiles {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private PrivateFiles() {}

  /** An empty folder beside {@code target}, to be filled and then given to {@link #settle}. */
  static Path newFolderBeside(Path target) throws IOException {
    Path parent = parent(target);
    Files.createDirectories(parent, OWNER_FOLDER);
    return Files.createTempDirectory(parent, ".partial-", OWNER_FOLDER);
  }

  /** Puts a filled folder in its place, in one step; refuses when something is there. */
  static void settle(Path filled, Path target) throws IOException {
    requireFree(target);
    Files.move(filled, target, StandardCopyOption.ATOMIC_MOVE);
    force(parent(target));
  }

  static void requireFree(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      try (Stream<Path> content = Files.list(target)) {
        if (content.findAny().isEmpty()) {
          return;
        }
      }
    }
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "is already there: nothing is overwritten, give another folder");
    }
  }

  /** Writes a file so that readers see the old content or the new one, also after a crash. */
  static void write(Path file, byte[] content) throws IOException {
    Path folder = parent(file);
    Path partial = Files.createTempFile(folder, ".partial-", "", OWNER_FILE);
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
    force(folder);
  }

  static FileChannel openOrCreate(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_FILE);
  }

  static byte[] read(Path file) throws IOException {
    requirePrivate(file);
    return Files.readAllBytes(file);
  }

  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, OWNER_FOLDER);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "is missing: is this the folder of an authority?");
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    permissions.retainAll(OTHERS);
    if (!permissions.isEmpty()) {
      throw new IOException(file + " can be reached by other users: chmod 600 " + file);
    }
  }

  static void deleteFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> content = Files.list(folder)) {
      for (Path file : content.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(path + " is the root of a file system: give a folder below it");
    }
    return parent;
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
