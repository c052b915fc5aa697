// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Counts what passes. Written by the relay's threads, read by anybody. */
public final class RelayMeter {

  private final StreamRecords records = new StreamRecords();
  private final LongSupplier nanoTime;
  private volatile long streamBytes;
  private volatile long lastByteNanos;

  /** A meter by a clock that never jumps. */
  public RelayMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastByteNanos = nanoTime.getAsLong();
  }

  /** Bytes of the stream that have passed towards the target. */
  public long streamBytes() {
    return streamBytes;
  }

  /** For how long nothing has come from either side. */
  public long silentNanos() {
    return nanoTime.getAsLong() - lastByteNanos;
  }

  /** The round of pre-copy, where the stream's records tell. */
  public OptionalInt round() {
    int round = records.round();
    return round == 0 ? OptionalInt.empty() : OptionalInt.of(round);
  }

  /** Pages that have passed, repeated ones counted each time; 0 where the records do not tell. */
  public long pages() {
    return records.pages();
  }

  /** Counts a chunk of the sender's; only its one thread calls this. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the relay's one thread writes.
  void passed(ByteBuffer chunk) {
    records.read(chunk);
    streamBytes += chunk.remaining();
    heard();
  }

  /** Notes that something came. */
  void heard() {
    lastByteNanos = nanoTime.getAsLong();
  }
}
