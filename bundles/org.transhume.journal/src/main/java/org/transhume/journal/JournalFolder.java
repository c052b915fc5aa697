// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A folder with a few files, at the level of what a disk does. What was written outlives the
 * process at once, but a loss of power only when it was forced: without that, any part of it may be
 * there afterwards, with zeroes in the place of what is not, or nothing. The same holds for names.
 *
 * <p>An operation that fails may have been carried out in part, but for {@link #rename}, which is
 * whole or not at all. All of them block. Not safe for use by several threads.
 */
@ConsumerType
public interface JournalFolder extends Closeable {

  /** Where a file of this folder is, for people: what they can give to a command. */
  String where(String file);

  /**
   * All bytes of a file.
   *
   * @return empty when there is no such file
   * @throws IOException when it cannot be read
   */
  Optional<byte[]> read(String file) throws IOException;

  /**
   * Writes behind the end of a file, which is made when it is not there.
   *
   * @throws IOException also when the disk is full; some of the bytes may then be there
   */
  void append(String file, byte[] bytes) throws IOException;

  /**
   * Cuts a file to that length, when it is longer; makes it when it is not there.
   *
   * @throws IOException when the disk refuses
   */
  void truncate(String file, long length) throws IOException;

  /**
   * Waits until the bytes of a file survive a loss of power; its name is another matter.
   *
   * @throws IOException when the disk refuses; what was written since the last time is then lost or
   *     not
   */
  void force(String file) throws IOException;

  /**
   * Gives a file another name in one step. A file that had that name is gone.
   *
   * @throws IOException when the disk refuses; then nothing has changed
   */
  void rename(String from, String to) throws IOException;

  /**
   * Waits until the names of all files here survive a loss of power.
   *
   * @throws IOException when the disk refuses
   */
  void forceNames() throws IOException;

  /** Gives the folder free; forces nothing. Closing again does nothing. */
  @Override
  void close() throws IOException;
}
