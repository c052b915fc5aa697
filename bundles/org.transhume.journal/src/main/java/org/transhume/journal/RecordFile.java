// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of records. What {@link #append} was given survives a loss of power once it
 * returns; what it has refused is not in the file. Not safe for use by several threads.
 */
public final class RecordFile implements Closeable {

  /** The first word of the record that a repair puts where others could not be read. */
  public static final String UNREADABLE = "unreadable";

  private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);
  private static final int COMPACT_FROM_BYTES = 1 << 20;
  private static final int COMPACT_WHEN_TIMES_LARGER = 4;

  private final JournalFolder folder;
  private final String name;

  /** Where the last record ends that is known to be on the disk. */
  private long end;

  /** The length up to which nothing could be gained by compacting. */
  private long compactBytes;

  /** Whether the file may hold more than up to its end, or have a name that is not on the disk. */
  private boolean unsettled;

  private RecordFile(JournalFolder folder, String name, long end) {
    this.folder = folder;
    this.name = name;
    this.end = end;
    this.compactBytes = end;
  }

  /**
   * An open file and what it holds.
   *
   * @param file to append to
   * @param records what was appended before, in its order
   */
  public record Opened(RecordFile file, List<List<String>> records) {

    /** Copies the list. */
    public Opened {
      records = List.copyOf(records);
    }
  }

  /**
   * Opens or makes a file of that folder. A torn end is cut, with a warning in the log. All records
   * that are returned survive a loss of power from now on, even those of a process that died before
   * it could see to that.
   *
   * @throws DamagedJournalException when there is other damage; then nothing is changed
   * @throws IOException when it cannot be read or written, naming the file and the remedy
   */
  public static Opened open(JournalFolder folder, String name) throws IOException {
    JournalContent content = JournalContent.of(folder.read(name).orElse(new byte[0]));
    if (!content.damages().isEmpty()) {
      throw new DamagedJournalException(folder.where(name), content);
    }
    if (content.tornBytes() > 0) {
      LOG.warn(
          "{}: its end was torn by an interrupted write; the last {} bytes are cut",
          folder.where(name),
          content.tornBytes());
    }
    RecordFile file = new RecordFile(folder, name, content.wholeBytes());
    file.unsettled = true;
    try {
      file.settle();
    } catch (IOException e) {
      throw file.unwritable(e);
    }
    return new Opened(file, content.records());
  }

  /**
   * Appends records, all of them or none.
   *
   * @throws IOException when they could not be brought to the disk, naming the file and the remedy
   */
  public void append(List<List<String>> records) throws IOException {
    byte[] line = RecordLine.encode(records);
    try {
      settle();
      unsettled = true;
      folder.append(name, line);
      folder.force(name);
    } catch (IOException e) {
      IOException told = unwritable(e);
      try {
        settle();
      } catch (IOException again) {
        told.addSuppressed(again);
      }
      throw told;
    }
    end += line.length;
    unsettled = false;
  }

  /** Whether so much was appended that putting fewer records in the place of all would pay. */
  public boolean isLarge() {
    return end > Math.max(COMPACT_FROM_BYTES, COMPACT_WHEN_TIMES_LARGER * compactBytes);
  }

  /**
   * Puts these records in the place of all. After a loss of power either those from before are
   * there, or these. Where the disk refuses, the file stays as it is and the log tells; there is
   * nothing else to be done, for a file that is longer than it need be serves as well.
   */
  public void compact(List<List<String>> records) {
    byte[] content = content(records);
    try {
      settle();
      folder.rename(writeBeside(folder, name, content), name);
      end = content.length;
      unsettled = true;
      settle();
    } catch (IOException e) {
      LOG.warn("{} cannot be compacted and will grow; is the disk full?", folder.where(name), e);
    }
    compactBytes = end;
  }

  private static byte[] content(List<List<String>> records) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    records.forEach(record -> content.writeBytes(RecordLine.encode(List.of(record))));
    return content.toByteArray();
  }

  /** Writes and forces a file beside that one, and returns its name. */
  private static String writeBeside(JournalFolder folder, String name, byte[] content)
      throws IOException {
    String fresh = name + ".new";
    try {
      folder.truncate(fresh, 0);
      folder.append(fresh, content);
      folder.force(fresh);
    } catch (IOException e) {
      giveRoomBack(folder, fresh, e);
      throw e;
    }
    return fresh;
  }

  private static void giveRoomBack(JournalFolder folder, String fresh, IOException told) {
    try {
      folder.truncate(fresh, 0);
    } catch (IOException e) {
      told.addSuppressed(e);
    }
  }

  /** Puts a file with these records in the place of that one. */
  static void replace(JournalFolder folder, String name, List<List<String>> records)
      throws IOException {
    folder.rename(writeBeside(folder, name, content(records)), name);
    folder.forceNames();
  }

  /** Brings the file to what it is known to hold, and its name to the disk. */
  private void settle() throws IOException {
    if (unsettled) {
      folder.truncate(name, end);
      folder.force(name);
      folder.forceNames();
      unsettled = false;
    }
  }

  private IOException unwritable(IOException cause) {
    return new IOException(
        folder.where(name)
            + " cannot be written ("
            + cause.getMessage()
            + "); free some space there or repair the disk",
        cause);
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
