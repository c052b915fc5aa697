// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One candidate's time as the leader, and its pen: nobody else can write to the log meanwhile, and
 * once the term is over neither can this leader, whatever it believes.
 *
 * <p>{@link #append} and {@link #compact} take effect in the order in which they were called. The
 * first of them that fails ends the term, with one exception: a record that is too large is refused
 * and changes nothing.
 */
@ConsumerType
public interface Term {

  /** The largest record that every implementation takes, in bytes. */
  int LARGEST_RECORD = 512 << 10;

  /**
   * Number of the term: larger than that of every earlier term of any candidate. Agents refuse the
   * orders of a leader when they have seen a larger one.
   */
  long number();

  /** Everything that earlier leaders made durable, in its order. */
  List<byte[]> log();

  /**
   * Appends a record to the log. Does not block.
   *
   * @return done when a majority of the ensemble has the record on its disks; failed with an {@link
   *     java.io.IOException} when this term is over or the ensemble is out of reach, in which case
   *     the next leader may find the record or not
   */
  CompletionStage<Void> append(byte[] record);

  /**
   * Puts records into the place of the whole log: what was there and what was appended before this
   * call. Whoever reads the log finds it either as it was or as it is to be. Does not block.
   *
   * @return as with {@link #append}
   */
  CompletionStage<Void> compact(List<byte[]> records);
}
