// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An ensemble in memory, for tests of those who stand for election. Beside the troubles of {@link
 * CoordinationBench} it knows the worst one: a leader that is superseded and not told.
 */
public final class MemoryCoordination implements CoordinationBench {

  private final Executor calls;
  private final Runnable end;
  private final List<byte[]> log = new ArrayList<>();
  private final List<Seat> seats = new ArrayList<>();
  private final Map<String, Link> links = new HashMap<>();
  private long terms;
  private Seat leading;

  private enum Link {
    CUT,
    STALLED
  }

  /** An ensemble that answers on a thread of its own. */
  public MemoryCoordination() {
    this(
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "memory-coordination");
              thread.setDaemon(true);
              return thread;
            }));
  }

  private MemoryCoordination(ExecutorService calls) {
    this.calls = calls;
    this.end = calls::shutdown;
  }

  /** An ensemble that answers there, and keeps the order of what it says if that does. */
  public MemoryCoordination(Executor calls) {
    this.calls = calls;
    this.end = () -> {};
  }

  @Override
  public Coordination through(String link) {
    return new Coordination() {
      @Override
      public String description() {
        return "memory, through " + link;
      }

      @Override
      public Candidacy stand(String name, Candidate candidate) {
        return seat(new Seat(link, name, candidate));
      }
    };
  }

  @Override
  public synchronized void cut(String link) {
    links.put(link, Link.CUT);
    if (leading != null && leading.link.equals(link)) {
      leading.depose("the link is cut");
      leading = null;
    }
    elect();
  }

  /**
   * Supersedes whoever leads through that link without telling it, as when its process stands
   * still: what it appends has no answer until the link is mended, and then fails.
   */
  public synchronized void stall(String link) {
    links.put(link, Link.STALLED);
    if (leading != null && leading.link.equals(link)) {
      leading = null;
    }
    elect();
  }

  @Override
  public synchronized void mend(String link) {
    links.remove(link);
    List<Seat> back = seats.stream().filter(seat -> seat.link.equals(link)).toList();
    back.stream().filter(seat -> seat != leading).forEach(seat -> seat.depose("superseded"));
    seats.removeAll(back);
    seats.addAll(back);
    elect();
  }

  /** What is in the log. */
  public synchronized List<byte[]> log() {
    return List.copyOf(log);
  }

  /** Writes something that nobody can read. */
  public synchronized void corrupt() {
    log.add(new byte[] {'?'});
  }

  @Override
  public synchronized void close() {
    List.copyOf(seats).forEach(Seat::close);
    end.run();
  }

  private synchronized Seat seat(Seat newcomer) {
    seats.add(newcomer);
    elect();
    return newcomer;
  }

  private void elect() {
    if (leading != null) {
      return;
    }
    seats.stream()
        .filter(seat -> !links.containsKey(seat.link))
        .findFirst()
        .ifPresent(
            seat -> {
              leading = seat;
              MemoryTerm term = new MemoryTerm(seat, ++terms, List.copyOf(log));
              seat.term = term;
              calls.execute(() -> seat.tell(() -> seat.candidate.elected(term)));
            });
  }

  private final class Seat implements Candidacy {
    private final String link;
    private final String name;
    private final Candidate candidate;
    private MemoryTerm term;
    private volatile boolean closed;

    Seat(String link, String name, Candidate candidate) {
      this.link = link;
      this.name = name;
      this.candidate = candidate;
    }

    @Override
    public Optional<String> leader() {
      synchronized (MemoryCoordination.this) {
        return leading == null || links.containsKey(link)
            ? Optional.empty()
            : Optional.of(leading.name);
      }
    }

    @Override
    public void close() {
      synchronized (MemoryCoordination.this) {
        closed = true;
        seats.remove(this);
        if (term != null) {
          term.end();
        }
        if (leading == this) {
          leading = null;
          elect();
        }
      }
    }

    private void depose(String why) {
      if (term != null) {
        term.end();
        term = null;
        calls.execute(() -> tell(() -> candidate.deposed(why)));
      }
    }

    private void tell(Runnable news) {
      if (!closed) {
        news.run();
      }
    }
  }

  private final class MemoryTerm implements Term {
    private final Seat seat;
    private final long number;
    private final List<byte[]> found;
    private final List<CompletableFuture<Void>> unanswered = new ArrayList<>();
    private boolean over;

    MemoryTerm(Seat seat, long number, List<byte[]> found) {
      this.seat = seat;
      this.number = number;
      this.found = found;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public List<byte[]> log() {
      return found;
    }

    @Override
    public CompletionStage<Void> append(byte[] record) {
      if (record.length > LARGEST_RECORD) {
        return CompletableFuture.failedFuture(
            new IOException("a record of " + record.length + " bytes"));
      }
      return write(() -> log.add(record.clone()));
    }

    @Override
    public CompletionStage<Void> compact(List<byte[]> records) {
      return write(
          () -> {
            log.clear();
            records.forEach(record -> log.add(record.clone()));
          });
    }

    private CompletionStage<Void> write(Runnable change) {
      synchronized (MemoryCoordination.this) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (over) {
          done.completeExceptionally(new IOException("term " + number + " is over"));
        } else if (leading == seat) {
          change.run();
          calls.execute(() -> done.complete(null));
        } else {
          unanswered.add(done);
        }
        return done;
      }
    }

    private void end() {
      over = true;
      unanswered.forEach(
          done ->
              calls.execute(
                  () ->
                      done.completeExceptionally(new IOException("term " + number + " is over"))));
      unanswered.clear();
    }
  }
}
