// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Either half of a migration on a {@link FakeXen}: the ten steps with their messages. */
final class FakeTransfer implements RunningCommand {

  private static final byte[] BANNER =
      ascii("xl migration receiver ready, send binary domain data.\n");
  private static final byte[] READY = ascii("domain received, ready to unpause\0");
  private static final byte[] GO = ascii("domain is yours, you are cleared to unpause\0");
  private static final byte[] REPORT = ascii("my copy unpause results are as follows\0");
  private static final String HEADER = "Xen saved domain, xl format\n";
  private static final int NAME_IN_USE = 6;
  private static final int CHUNK = 1 << 16;
  private static final int KILLED = 128 + 9;

  private final FakeXen xen;
  private final Path pipe;
  private final Consumer<String> onLine;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private Path process;
  private volatile boolean killed;
  private volatile FileChannel up;
  private volatile FileChannel down;

  FakeTransfer(FakeXen xen, Path pipe, Consumer<String> onLine) {
    this.xen = xen;
    this.pipe = pipe;
    this.onLine = onLine;
  }

  /** One half of the conversation, up to an exit status. */
  private interface Half {
    int play() throws IOException;
  }

  RunningCommand send(FakeXen.Domain domain) {
    process =
        xen.showProcess(
            xen.root().resolve("dev/null"),
            "/usr/sbin/xl",
            "-vvv",
            "migrate",
            "-s",
            "",
            "" + domain.domid,
            "cat");
    return begin(() -> sender(domain));
  }

  RunningCommand receive() {
    process = xen.showProcess(named(".down"), "/usr/lib/xen-4.17/bin/xl", "migrate-receive");
    return begin(this::receiver);
  }

  private RunningCommand begin(Half half) {
    Thread thread =
        new Thread(
            () -> {
              int code = play(half);
              FakeXen.hideProcess(process);
              exit.complete(killed ? KILLED : code);
            },
            "fake-xl");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private int play(Half half) {
    try (FileChannel opened = FileChannel.open(named(".up"), StandardOpenOption.WRITE);
        FileChannel other = FileChannel.open(named(".down"), StandardOpenOption.READ)) {
      up = opened;
      down = other;
      return half.play();
    } catch (IOException e) {
      onLine.accept("xl: " + e);
      return 1;
    }
  }

  private int sender(FakeXen.Domain domain) throws IOException {
    String own = domain.name;
    Optional<String> strange = expect(BANNER, "banner");
    if (strange.isPresent()) {
      onLine.accept(strange.get());
      return 1;
    }
    onLine.accept("Saving to migration stream new xl format (info 0x3/0x0/1041)");
    try {
      write(ascii(HEADER + domain.name + " " + domain.uuid + " " + domain.mebibytes + "\n"));
      for (long sent = 0; sent < domain.mebibytes << 20; sent += CHUNK) {
        write(new byte[CHUNK]);
      }
    } catch (IOException e) {
      onLine.accept(
          "libxl: error: libxl_exec.c:127:libxl_report_child_exitstatus: domain "
              + domain.domid
              + " save/restore helper [830] died due to fatal signal Broken pipe");
      onLine.accept("migration sender: libxl_domain_suspend failed (rc=-3)");
      onLine.accept("Migration failed, resuming at sender.");
      return 1;
    }
    xen.setFlags(domain, "---ss-");
    onLine.accept(
        "libxl: debug: libxl_dom_suspend.c:358:suspend_common_wait_guest_check: Domain "
            + domain.domid
            + ":guest has suspended");
    Optional<String> cut = expect(READY, "ready message");
    if (cut.isPresent()) {
      onLine.accept(cut.get());
      onLine.accept("Migration failed, resuming at sender.");
      xen.setFlags(domain, "-b----");
      return 1;
    }
    onLine.accept("migration sender: Target has acknowledged transfer.");
    xen.rename(domain, own + "--migratedaway");
    onLine.accept("migration sender: Giving target permission to start.");
    return handOver(domain, own);
  }

  private int handOver(FakeXen.Domain domain, String own) {
    try {
      write(GO);
      Optional<String> lost = expect(REPORT, "success/failure report message");
      if (lost.isPresent()) {
        throw new EOFException(lost.get());
      }
      int status = readExactly(1).get(0);
      if (status == 0) {
        onLine.accept("migration sender: Target reports successful startup.");
        xen.remove(domain);
        onLine.accept("Migration successful.");
        return 0;
      }
      onLine.accept(
          "migration sender: Target reports startup failure (status code " + status + ").");
      expect(GO, "permission for sender to resume");
      xen.rename(domain, own);
      xen.setFlags(domain, "-b----");
      onLine.accept("migration sender: Resumed OK.");
      onLine.accept("Migration failed due to problems at target.");
    } catch (IOException e) {
      onLine.accept(String.valueOf(e.getMessage()));
      onLine.accept("** Migration failed during final handshake **");
      onLine.accept("Domain state is now undefined !");
    }
    return 1;
  }

  private int receiver() throws IOException {
    onLine.accept("migration target: Ready to receive domain.");
    write(BANNER);
    FakeXen.Domain copy;
    try {
      String header = new String(readExactly(HEADER.length()).array(), StandardCharsets.US_ASCII);
      if (!header.equals(HEADER)) {
        onLine.accept("migration target: Domain creation failed (code -3).");
        return 1;
      }
      String[] configuration = readLine().split(" ", -1);
      long mebibytes = Long.parseLong(configuration[2]);
      Optional<FakeXen.Domain> created =
          xen.add(configuration[1], configuration[0] + "--incoming", mebibytes, "--p---");
      if (created.isEmpty()) {
        onLine.accept(
            "xc: error: Failed to populate physmap (16 = Device or resource busy): Internal error");
        onLine.accept("migration target: Domain creation failed (code -3).");
        return 1;
      }
      copy = created.get();
    } catch (EOFException e) {
      onLine.accept("migration target: Domain creation failed (code -3).");
      return 1;
    }
    try {
      for (long received = 0; received < copy.mebibytes << 20; received += CHUNK) {
        readExactly(CHUNK);
      }
    } catch (EOFException e) {
      onLine.accept(
          "xc: error: Failed to read Record Header from stream (0 = Success): Internal error");
      onLine.accept("migration target: Domain creation failed (code -3).");
      xen.remove(copy);
      return 1;
    }
    onLine.accept("migration target: Transfer complete, requesting permission to start domain.");
    write(READY);
    return start(copy);
  }

  private int start(FakeXen.Domain copy) throws IOException {
    Optional<String> cut = expect(GO, "GO message");
    cut.ifPresent(onLine);
    int status = cut.isPresent() ? 1 : 0;
    if (status == 0) {
      onLine.accept("migration target: Got permission, starting domain.");
      String own = copy.name.substring(0, copy.name.length() - "--incoming".length());
      if (xen.rename(copy, own)) {
        xen.setFlags(copy, "-b----");
        onLine.accept("migration target: Domain started successsfully.");
      } else {
        onLine.accept(
            "libxl: error: libxl_domain.c:81:libxl__domain_rename: Domain "
                + copy.domid
                + ":Domain with name \""
                + own
                + "\" already exists.");
        status = NAME_IN_USE;
      }
    }
    write(REPORT);
    write(new byte[] {(byte) status});
    if (status == 0) {
      return 0;
    }
    onLine.accept("migration target: Failure, destroying our copy.");
    xen.remove(copy);
    onLine.accept("migration target: Cleanup OK, granting sender permission to resume.");
    write(GO);
    return 1;
  }

  /** Reads a message; a complaint in xl's words when it is none, or does not come. */
  private Optional<String> expect(byte[] message, String what) throws IOException {
    try {
      byte[] found = readExactly(message.length).array();
      return Arrays.equals(found, message)
          ? Optional.empty()
          : Optional.of("migration receiver stream contained unexpected data instead of " + what);
    } catch (EOFException e) {
      return Optional.of(
          "libxl: error: libxl_utils.c:505:libxl_read_exactly: file/stream truncated reading "
              + what
              + " from migration receiver stream");
    }
  }

  private ByteBuffer readExactly(int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (down.read(buffer) < 0) {
        throw new EOFException("file/stream truncated");
      }
    }
    return buffer;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (byte next = readExactly(1).get(0); next != '\n'; next = readExactly(1).get(0)) {
      line.append((char) next);
    }
    return line.toString();
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      up.write(buffer);
    }
  }

  private Path named(String suffix) {
    return pipe.resolveSibling(pipe.getFileName() + suffix);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public CompletionStage<Integer> exit() {
    return exit;
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  /** Leaves the domain as it is, as a kill does. */
  @Override
  public void kill() {
    killed = true;
    StreamPipes.closeQuietly(up);
    StreamPipes.closeQuietly(down);
    FakeXen.hideProcess(process);
    exit.complete(KILLED);
  }
}
