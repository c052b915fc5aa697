// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.manager.internal.BackgroundWriter;

/**
 * Decisions in a folder, each a compressed file of its own that is there whole or not at all. A
 * file that cannot be read is left to people and told of when it is asked for.
 */
public final class FileDecisionStore implements DecisionStore {

  private static final Logger LOG = LoggerFactory.getLogger(FileDecisionStore.class);
  private static final String ENDING = ".json.gz";

  /** What is being written; one that was left behind is overwritten by the next. */
  private static final String UNFINISHED = "unfinished.part";

  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int WAITING_AT_MOST = 64;

  private final Path folder;
  private final int keepAtMost;
  private final long bytesAtMost;
  private final BackgroundWriter writer = new BackgroundWriter("decisions", WAITING_AT_MOST);
  private final TreeMap<String, Long> sizes = new TreeMap<>();
  private final Map<String, DecisionSummary> summaries = new ConcurrentHashMap<>();
  private long bytes;

  /**
   * Goes on with a folder, which is made with the first decision when it is not there.
   *
   * @param keepAtMost how many decisions
   * @param bytesAtMost what they may take; the newest is kept in any case
   */
  public FileDecisionStore(Path folder, int keepAtMost, long bytesAtMost) {
    this.folder = folder;
    this.keepAtMost = keepAtMost;
    this.bytesAtMost = bytesAtMost;
    try {
      for (String id : ids()) {
        add(id, Files.size(file(id)));
      }
    } catch (IOException e) {
      LOG.warn("earlier decisions in {} are not listed: {}", folder, e.getMessage(), e);
    }
  }

  private List<String> ids() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .filter(id -> ID.matcher(id).matches())
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public CompletionStage<Void> keep(RecordedDecision decision) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    boolean taken =
        writer.offer(
            () -> {
              try {
                write(decision);
                done.complete(null);
              } catch (IOException | IllegalArgumentException e) {
                done.completeExceptionally(e);
              }
            });
    if (!taken) {
      done.completeExceptionally(
          new IOException("more decisions wait for the disk than are held in memory"));
    }
    return done;
  }

  private void write(RecordedDecision decision) throws IOException {
    Path file = file(decision.id());
    Path unfinished = folder.resolve(UNFINISHED);
    Files.createDirectories(folder);
    try (var out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
      out.write(DecisionText.of(decision).getBytes(StandardCharsets.UTF_8));
    }
    long size = Files.size(unfinished);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    summaries.put(decision.id(), decision.summary());
    for (String old : add(decision.id(), size)) {
      summaries.remove(old);
      Files.deleteIfExists(file(old));
    }
  }

  /** Returns what is to be forgotten for it. */
  private synchronized List<String> add(String id, long size) {
    Long before = sizes.put(id, size);
    bytes += size - (before == null ? 0 : before);
    List<String> old = new ArrayList<>();
    while (sizes.size() > 1 && (sizes.size() > keepAtMost || bytes > bytesAtMost)) {
      Map.Entry<String, Long> oldest = sizes.pollFirstEntry();
      bytes -= oldest.getValue();
      old.add(oldest.getKey());
    }
    return old;
  }

  @Override
  public synchronized int count() {
    return sizes.size();
  }

  @Override
  public synchronized long bytes() {
    return bytes;
  }

  @Override
  public List<DecisionSummary> latest(int most) {
    List<String> ids;
    synchronized (this) {
      ids = sizes.descendingKeySet().stream().limit(most).toList();
    }
    return ids.stream().flatMap(id -> summaryOf(id).stream()).toList();
  }

  private Optional<DecisionSummary> summaryOf(String id) {
    DecisionSummary known = summaries.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      DecisionSummary read = DecisionText.read(text(file(id))).summary();
      summaries.put(id, read);
      return Optional.of(read);
    } catch (IOException e) {
      LOG.warn("{} is no decision that this version can read, and is left out", file(id), e);
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> read(String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(text(file(id)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IOException(file(id) + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Path file(String id) {
    return folder.resolve(id + ENDING);
  }

  private static String text(Path file) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
