// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.transhume.agent.internal.EventLoop;
import org.transhume.agent.internal.journal.AgentJournal;
import org.transhume.api.model.Explanation;

/**
 * Writes the journal away from the loop, one record after the other.
 *
 * @param journal empty when it cannot be used: then nothing can be written
 * @param lane where writing may block
 */
public record JournalLane(Optional<AgentJournal> journal, EventLoop lane) {

  /** One record or several. */
  @FunctionalInterface
  public interface Writing {
    /** Writes. */
    void to(AgentJournal journal) throws IOException;
  }

  /** Writes, and tells what went wrong; empty when it is on the disk. */
  public CompletableFuture<Optional<IOException>> write(Writing writing) {
    return lane.call(() -> writeNow(writing));
  }

  /** Writes, and then goes on, told what went wrong; empty when it is on the disk. */
  public void write(Writing writing, Consumer<Optional<IOException>> then) {
    lane.execute(() -> then.accept(writeNow(writing)));
  }

  private Optional<IOException> writeNow(Writing writing) {
    try {
      writing.to(journal.orElseThrow(() -> new IOException("the journal cannot be used")));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** A failed write for an operator. */
  static Explanation explain(IOException failure) {
    return Explanation.of("JOURNAL", failure.getMessage());
  }
}
