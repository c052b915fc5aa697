// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the bytes of a journal say, whatever they are.
 *
 * @param records all that can be read, in their order
 * @param damages the stretches that cannot be read and that no loss of power leaves; in their order
 * @param tornBytes how many bytes at the end are what is left of an append that never returned
 * @param length of all
 */
public record JournalContent(
    List<List<String>> records, List<Damage> damages, int tornBytes, int length) {

  /** Disks write sectors of this size, or several of them, in any order. */
  static final int SECTOR = 512;

  /**
   * Bytes that cannot be read.
   *
   * @param from the position of the first
   * @param to the position behind the last
   * @param recordsBefore how many of the readable records are before them
   */
  public record Damage(int from, int to, int recordsBefore) {

    /** How many bytes they are. */
    public int bytes() {
      return to - from;
    }
  }

  /** Copies the lists. */
  public JournalContent {
    records = List.copyOf(records);
    damages = List.copyOf(damages);
  }

  /** Reads; takes a time that grows with the number of bytes, whatever they are. */
  public static JournalContent of(byte[] bytes) {
    return new Reader(bytes).read();
  }

  /** Where what is whole ends. */
  public int wholeBytes() {
    return length - tornBytes;
  }

  /** How many bytes cannot be read, a torn end included. */
  public int unreadableBytes() {
    return tornBytes + damages.stream().mapToInt(Damage::bytes).sum();
  }

  private static final class Reader {
    private final byte[] bytes;
    private final List<List<String>> records = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    JournalContent read() {
      int at = 0;
      while (at < bytes.length) {
        int end = endOfLine(at);
        Optional<List<List<String>>> whole = RecordLine.decode(bytes, at, end);
        if (end < bytes.length && whole.isPresent()) {
          records.addAll(whole.get());
          at = end + 1;
        } else if (torn(at, end)) {
          return new JournalContent(records, damages, bytes.length - at, bytes.length);
        } else {
          at = pass(at, end);
        }
      }
      return new JournalContent(records, damages, 0, bytes.length);
    }

    /** Passes over a damaged line; whole ones in it, of which only the end is damaged, are read. */
    private int pass(int from, int end) {
      int at = from;
      OptionalInt whole = RecordLine.endOfWhole(bytes, at, end);
      while (whole.isPresent()) {
        int endOfWhole = whole.getAsInt();
        RecordLine.decode(bytes, at, endOfWhole).ifPresent(records::addAll);
        if (endOfWhole == end) {
          return Math.min(end + 1, bytes.length);
        }
        at = damage(endOfWhole, endOfWhole + 1);
        whole = RecordLine.endOfWhole(bytes, at, end);
      }
      return damage(at, Math.min(end + 1, bytes.length));
    }

    private int damage(int from, int to) {
      int last = damages.size() - 1;
      if (last >= 0 && damages.get(last).to() == from) {
        Damage before = damages.get(last);
        damages.set(last, new Damage(before.from(), to, before.recordsBefore()));
      } else {
        damages.add(new Damage(from, to, records.size()));
      }
      return to;
    }

    private int endOfLine(int from) {
      int i = from;
      while (i < bytes.length && bytes[i] != RecordLine.END) {
        i++;
      }
      return i;
    }

    /**
     * Whether a loss of power can have left this line, the last one: it lacks its end, or sectors
     * of it, which are zero then. A line that has all this and a wrong checksum was damaged later.
     */
    private boolean torn(int from, int end) {
      if (end < bytes.length - 1) {
        return false;
      }
      boolean lacking = end == bytes.length && !isWholeWithDamagedEnd(from, end);
      int i = from;
      while (i < end) {
        int gap = gap(from, i);
        if (gap > i) {
          lacking |= end < bytes.length;
          i = gap;
        } else if (RecordLine.isPossible(bytes[i], i - from)) {
          i++;
        } else {
          return false;
        }
      }
      return lacking;
    }

    private boolean isWholeWithDamagedEnd(int from, int end) {
      OptionalInt whole = RecordLine.endOfWhole(bytes, from, end);
      return whole.isPresent() && whole.getAsInt() < end && bytes[whole.getAsInt()] != 0;
    }

    /** The end of the missing sectors that begin there; the same position when none do. */
    private int gap(int line, int from) {
      if (from != line && from % SECTOR != 0) {
        return from;
      }
      int end = from;
      while (end < bytes.length && bytes[end] == 0) {
        end++;
      }
      if (end < bytes.length) {
        end -= end % SECTOR;
      }
      return Math.max(from, end);
    }
  }
}
