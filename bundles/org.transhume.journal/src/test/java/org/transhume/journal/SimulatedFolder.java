// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * A folder in memory that fills up, fails and loses its power when a test or a simulator says so.
 * It knows what is forced and what is not, and can tell every state that a loss of power may leave.
 */
public final class SimulatedFolder implements JournalFolder {

  private static final int SECTOR = 512;

  private final TreeMap<String, Content> names = new TreeMap<>();

  /** The names that survive, and behind them those after each change since they were forced. */
  private final List<TreeMap<String, Content>> namesSinceForced = new ArrayList<>();

  private IntPredicate failing = operation -> false;
  private int powerLostAt = Integer.MAX_VALUE;
  private int operations;
  private boolean full;
  private boolean closed;

  /** The power was lost during this operation, or is since an earlier one. */
  public static final class PowerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerLost(int operation) {
      super("power lost at operation " + operation);
    }
  }

  /** An empty folder. */
  public SimulatedFolder() {
    namesSinceForced.add(new TreeMap<>());
  }

  private SimulatedFolder(Map<String, byte[]> files) {
    files.forEach((name, bytes) -> names.put(name, new Content(bytes)));
    namesSinceForced.add(new TreeMap<>(names));
  }

  /** How many operations there were that write something. */
  public int operations() {
    return operations;
  }

  /** Loses the power during that operation, counted from 0: it throws {@link PowerLost}. */
  public SimulatedFolder losingPowerAt(int operation) {
    powerLostAt = operation;
    return this;
  }

  /** Lets those operations fail, counted from 0; of an append the first half is then done. */
  public SimulatedFolder failingAt(IntPredicate which) {
    failing = which;
    return this;
  }

  /** Fills the disk, so that every append of at least one byte fails, or makes room again. */
  public void fill(boolean isFull) {
    full = isFull;
  }

  /** What the next process finds when only the process has ended; what is forced stays known. */
  public SimulatedFolder afterKill() {
    SimulatedFolder next = new SimulatedFolder();
    Map<Content, Content> copies = new HashMap<>();
    names.forEach((name, content) -> next.names.put(name, copied(content, copies)));
    next.namesSinceForced.clear();
    for (TreeMap<String, Content> before : namesSinceForced) {
      TreeMap<String, Content> copy = new TreeMap<>();
      before.forEach((name, content) -> copy.put(name, copied(content, copies)));
      next.namesSinceForced.add(copy);
    }
    return next;
  }

  private static Content copied(Content content, Map<Content, Content> copies) {
    return copies.computeIfAbsent(content, Content::copy);
  }

  /** The state after a loss of power in which everything is lost that was not forced. */
  public SimulatedFolder withForcedOnly() {
    Map<String, byte[]> files = new TreeMap<>();
    namesSinceForced.get(0).forEach((name, content) -> files.put(name, content.forced.toArray()));
    return new SimulatedFolder(files);
  }

  /** Every state that a loss of power now may leave. */
  public List<SimulatedFolder> afterPowerLoss() {
    Set<Map<String, ByteBuffer>> states = new LinkedHashSet<>();
    for (TreeMap<String, Content> known : namesSinceForced) {
      List<Map<String, ByteBuffer>> partial = List.of(Map.of());
      for (Map.Entry<String, Content> file : known.entrySet()) {
        partial = eachWith(partial, file.getKey(), file.getValue().afterPowerLoss());
      }
      states.addAll(partial);
    }
    return states.stream().map(SimulatedFolder::ofState).toList();
  }

  private static List<Map<String, ByteBuffer>> eachWith(
      List<Map<String, ByteBuffer>> states, String name, Collection<ByteBuffer> contents) {
    List<Map<String, ByteBuffer>> more = new ArrayList<>();
    for (Map<String, ByteBuffer> state : states) {
      for (ByteBuffer content : contents) {
        Map<String, ByteBuffer> next = new TreeMap<>(state);
        next.put(name, content);
        more.add(next);
      }
    }
    return more;
  }

  private static SimulatedFolder ofState(Map<String, ByteBuffer> state) {
    Map<String, byte[]> files = new TreeMap<>();
    state.forEach(
        (name, content) -> {
          byte[] bytes = new byte[content.remaining()];
          content.duplicate().get(bytes);
          files.put(name, bytes);
        });
    return new SimulatedFolder(files);
  }

  @Override
  public String where(String file) {
    return "simulated/" + file;
  }

  @Override
  public Optional<byte[]> read(String file) {
    requirePower();
    return Optional.ofNullable(names.get(file)).map(content -> content.seen.toArray());
  }

  @Override
  public void append(String file, byte[] bytes) throws IOException {
    int operation = begin();
    boolean fails = failing.test(operation) || (full && bytes.length > 0);
    content(file).append(fails ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
    end(fails ? "No space left on device" : "");
  }

  @Override
  public void truncate(String file, long length) throws IOException {
    int operation = begin();
    boolean fails = failing.test(operation);
    if (!fails) {
      content(file).truncate((int) length);
    }
    end(fails ? "Input/output error" : "");
  }

  @Override
  public void force(String file) throws IOException {
    int operation = begin();
    boolean fails = failing.test(operation);
    Content content = content(file);
    end(fails ? "Input/output error" : "");
    content.force();
  }

  @Override
  public void rename(String from, String to) throws IOException {
    int operation = begin();
    boolean fails = failing.test(operation) || !names.containsKey(from);
    if (!fails) {
      names.put(to, names.remove(from));
      namesSinceForced.add(new TreeMap<>(names));
    }
    end(fails ? "Input/output error" : "");
  }

  @Override
  public void forceNames() throws IOException {
    int operation = begin();
    end(failing.test(operation) ? "Input/output error" : "");
    namesSinceForced.clear();
    namesSinceForced.add(new TreeMap<>(names));
  }

  @Override
  public void close() {
    closed = true;
  }

  private Content content(String file) {
    Content known = names.get(file);
    if (known == null) {
      known = new Content(new byte[0]);
      names.put(file, known);
      namesSinceForced.add(new TreeMap<>(names));
    }
    return known;
  }

  private int begin() throws IOException {
    requirePower();
    if (closed) {
      throw new IOException("the folder was closed");
    }
    return operations++;
  }

  /** What is lost in an operation is lost before it returns, and before it counts as forced. */
  private void end(String failure) throws IOException {
    requirePower();
    if (!failure.isEmpty()) {
      throw new IOException(failure);
    }
  }

  private void requirePower() {
    if (operations > powerLostAt) {
      throw new PowerLost(powerLostAt);
    }
  }

  /** Bytes that grow and are cut. */
  private static final class Bytes {
    private byte[] bytes;
    private int length;

    Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
      this.length = bytes.length;
    }

    void write(int at, byte[] more) {
      int end = at + more.length;
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
      }
      System.arraycopy(more, 0, bytes, at, more.length);
      length = Math.max(length, end);
    }

    void cut(int to) {
      if (to < length) {
        Arrays.fill(bytes, to, length, (byte) 0);
        length = to;
      }
    }

    byte[] toArray() {
      return Arrays.copyOf(bytes, length);
    }
  }

  /** A change of a file: bytes that were written somewhere, or its end that was cut. */
  private static final class Change {
    private final int at;
    private final byte[] written;
    private final boolean cut;

    Change(int at, byte[] written, boolean cut) {
      this.at = at;
      this.written = written;
      this.cut = cut;
    }

    void applyTo(Bytes bytes) {
      if (cut) {
        bytes.cut(at);
      } else {
        bytes.write(at, written);
      }
    }

    /** What may be of it when it was not forced: each length, and whole but for some sectors. */
    void addRemains(byte[] before, Set<ByteBuffer> states) {
      if (cut) {
        addRemain(before, this, states);
        return;
      }
      for (int length = 0; length <= written.length; length++) {
        addRemain(before, new Change(at, Arrays.copyOf(written, length), false), states);
      }
      addRemain(before, new Change(at, new byte[written.length], false), states);
      for (int gap = at - at % SECTOR; gap < at + written.length; gap += SECTOR) {
        byte[] holed = written.clone();
        int from = Math.max(0, gap - at);
        Arrays.fill(holed, from, Math.min(written.length, gap + SECTOR - at), (byte) 0);
        addRemain(before, new Change(at, holed, false), states);
      }
    }

    private static void addRemain(byte[] before, Change change, Set<ByteBuffer> states) {
      Bytes bytes = new Bytes(before);
      change.applyTo(bytes);
      states.add(ByteBuffer.wrap(bytes.toArray()));
    }
  }

  private static final class Content {
    private final Bytes seen;
    private final Bytes forced;
    private final List<Change> unforced = new ArrayList<>();

    Content(byte[] bytes) {
      seen = new Bytes(bytes);
      forced = new Bytes(bytes);
    }

    private Content(Content other) {
      seen = new Bytes(other.seen.toArray());
      forced = new Bytes(other.forced.toArray());
      unforced.addAll(other.unforced);
    }

    Content copy() {
      return new Content(this);
    }

    void append(byte[] bytes) {
      change(new Change(seen.length, bytes, false));
    }

    void truncate(int length) {
      if (length < seen.length) {
        change(new Change(length, new byte[0], true));
      }
    }

    private void change(Change change) {
      change.applyTo(seen);
      unforced.add(change);
    }

    void force() {
      unforced.forEach(change -> change.applyTo(forced));
      unforced.clear();
    }

    /** Any of the changes may be missing, and the last one that is not may be there in part. */
    Set<ByteBuffer> afterPowerLoss() {
      Set<ByteBuffer> states = new LinkedHashSet<>();
      states.add(ByteBuffer.wrap(forced.toArray()));
      for (int which = 1; which < 1 << unforced.size(); which++) {
        int last = 31 - Integer.numberOfLeadingZeros(which);
        Bytes bytes = new Bytes(forced.toArray());
        for (int i = 0; i < last; i++) {
          if ((which & (1 << i)) != 0) {
            unforced.get(i).applyTo(bytes);
          }
        }
        unforced.get(last).addRemains(bytes.toArray(), states);
      }
      return states;
    }
  }
}
