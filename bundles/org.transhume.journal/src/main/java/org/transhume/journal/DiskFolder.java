// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of the disk. One process has it at a time: two that append would destroy each other. */
public final class DiskFolder implements JournalFolder {

  private static final Logger LOG = LoggerFactory.getLogger(DiskFolder.class);
  private static final String LOCK = ".lock";

  /** Configurations of domains are in journals, and passwords may be in these. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /**
   * Folders of this process. Asking the system instead would not do: when a process closes a file,
   * however often it has opened it, the system forgets all locks that the process has on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path held;
  private final FileChannel lock;

  /** Kept open between writing and forcing: a file opened anew is not told of earlier failures. */
  private final Map<String, FileChannel> channels = new HashMap<>();

  private DiskFolder(Path folder, Path held, FileChannel lock) {
    this.folder = folder;
    this.held = held;
    this.lock = lock;
  }

  /**
   * Takes a folder, and makes it when it is not there.
   *
   * @throws IOException when that is not possible; also when somebody has it
   */
  public static DiskFolder at(Path path) throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    make(folder);
    Path held = folder.toRealPath();
    if (!HELD.add(held)) {
      throw taken(folder);
    }
    try {
      return new DiskFolder(folder, held, lock(folder));
    } catch (IOException e) {
      HELD.remove(held);
      throw e;
    }
  }

  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.resolveSibling("");
    make(parent);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    forceNames(parent);
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw taken(folder);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static IOException taken(Path folder) {
    return new IOException(
        folder
            + " is in use by another manager or agent: end that one, or give each a data folder of"
            + " its own");
  }

  @Override
  public String where(String file) {
    return folder.resolve(file).toString();
  }

  @Override
  public Optional<byte[]> read(String file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void append(String file, byte[] bytes) throws IOException {
    FileChannel channel = channel(file);
    long end = channel.size();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, end + rest.position());
    }
  }

  @Override
  public void truncate(String file, long length) throws IOException {
    channel(file).truncate(length);
  }

  @Override
  public void force(String file) throws IOException {
    channel(file).force(true);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    FileChannel replaced = channels.remove(to);
    FileChannel moved = channels.remove(from);
    if (moved != null) {
      channels.put(to, moved);
    }
    if (replaced != null) {
      closeReplaced(replaced);
    }
  }

  private void closeReplaced(FileChannel replaced) {
    try {
      replaced.close();
    } catch (IOException e) {
      LOG.debug("closing a file that is no more in {} failed", folder, e);
    }
  }

  @Override
  public void forceNames() throws IOException {
    forceNames(folder);
  }

  private static void forceNames(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private FileChannel channel(String file) throws IOException {
    if (!lock.isOpen()) {
      throw new IOException(folder + " was closed");
    }
    FileChannel known = channels.get(file);
    // A thread that is interrupted while it writes closes the channel that it writes to.
    if (known == null || !known.isOpen()) {
      known =
          FileChannel.open(
              folder.resolve(file),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              OWNER_ONLY);
      channels.put(file, known);
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    if (!lock.isOpen()) {
      return;
    }
    try {
      for (FileChannel channel : channels.values()) {
        channel.close();
      }
    } finally {
      lock.close();
      HELD.remove(held);
    }
  }
}
