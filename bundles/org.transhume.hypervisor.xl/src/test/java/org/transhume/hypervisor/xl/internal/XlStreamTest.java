// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.Transfer;
import org.transhume.spi.hypervisor.TransferOutcome;

/** Both halves of a migration through real named pipes, with scripts that speak xl's part. */
@Timeout(300)
class XlStreamTest {

  private static final DomainIdentity DOMAIN =
      new DomainIdentity("35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1", 5, "etch-1-1");
  private static final String BANNER = "xl migration receiver ready, send binary domain data.\n";
  private static final String READY = "domain received, ready to unpause\0";
  private static final String GO = "domain is yours, you are cleared to unpause\0";

  /** Runs the transport command as xl does, with a pipe on either side of it. */
  private static final String SENDER =
      """
      migrate)
        rm -f to from && mkfifo to from
        ( cd run && exec sh -c "$5" ) < to > from &
        exec 3> to 4< from
        banner=$(head -n 1 <&4)
        case $banner in 'xl migration receiver ready'*) ;; *)
          echo 'libxl: error: libxl_utils.c:505:libxl_read_exactly: file/stream truncated reading banner from migration receiver stream' >&2
          exit 1;;
        esac
        echo 'Saving to migration stream new xl format (info 0x3/0x0/1041)' >&2
        head -c 3000000 /dev/zero >&3 || { echo 'save/restore helper [7] died due to fatal signal Broken pipe' >&2; exit 1; }
        echo 'libxl: debug: libxl_dom_suspend.c:358:suspend_common_wait_guest_check: Domain 5:guest has suspended' >&2
        ready=$(head -c 34 <&4 | tr -d '\\0')
        if [ "$ready" != 'domain received, ready to unpause' ]; then
          echo 'file/stream truncated reading ready message from migration receiver stream' >&2
          echo 'Migration failed, resuming at sender.' >&2
          exit 1
        fi
        printf 'domain is yours, you are cleared to unpause\\0' >&3
        head -c 40 <&4 > report
        echo 'Migration successful.' >&2 ;;
      """;

  private static final String RECEIVER =
      """
      migrate-receive)
        echo 'migration target: Ready to receive domain.' >&2
        echo 'xl migration receiver ready, send binary domain data.'
        head -c 1000 > data
        if [ $(wc -c < data) -lt 1000 ]; then
          echo 'xc: error: Failed to read Record Header from stream (0 = Success): Internal error' >&2
          printf 'last words'
          echo cleaned > cleaned
          echo 'migration target: Domain creation failed (code -3).' >&2
          exit 1
        fi
        printf 'domain received, ready to unpause\\0'
        go=$(head -c 44 | tr -d '\\0')
        if [ "$go" != 'domain is yours, you are cleared to unpause' ]; then
          echo 'file/stream truncated reading GO message from migration stream' >&2
          printf 'my copy unpause results are as follows\\0\\377' || exit 1
          echo cleaned > cleaned
          exit 1
        fi
        printf 'my copy unpause results are as follows\\0\\0' ;;
      """;

  @TempDir private Path folder;

  @Test
  void shouldCarryTheWholeConversationOfASender() throws Exception {
    Instant before = Instant.now();
    OutgoingTransfer sender = scripted(SENDER).send(DOMAIN, "m-1");

    write(sender.input(), BANNER);
    assertThat(readExactly(sender.output(), 3_000_000)).isEqualTo("\0".repeat(3_000_000));
    write(sender.input(), READY);
    assertThat(readExactly(sender.output(), GO.length())).isEqualTo(GO);
    write(sender.input(), "my copy unpause results are as follows\0\0");

    assertThat(outcome(sender).failure()).isEmpty();
    assertThat(outcome(sender).lastLines()).endsWith("Migration successful.");
    assertThat(Files.readString(folder.resolve("report"))).startsWith("my copy unpause results");
    assertThat(sender.output().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThat(sender.suspendedAt()).get().matches(at -> at.isAfter(before));
    assertThat(sender.expectedMemoryBytes()).isEqualTo(128L << 20);
    assertThat(sender.memoryBytesPerStreamByte()).isEqualTo(1);
  }

  @Test
  void shouldLeaveNoPipeInItsFolder() throws Exception {
    OutgoingTransfer sender = scripted(SENDER).send(DOMAIN, "m-1");

    try (Stream<Path> left = Files.list(folder.resolve("run"))) {
      assertThat(left).isEmpty();
    }
    sender.cut();
    assertThat(outcome(sender).failure()).isPresent();
  }

  @Test
  void shouldKeepItsPipesToThisUser() throws Exception {
    scripted(SENDER).send(DOMAIN, "m-1").cut();

    assertThat(Files.getPosixFilePermissions(folder.resolve("run"))).hasSize(3);
  }

  @Test
  void shouldEndASenderByCuttingItsStreamWhileMemoryIsCopied() throws Exception {
    OutgoingTransfer sender = scripted(SENDER).send(DOMAIN, "m-1");
    write(sender.input(), BANNER);
    readExactly(sender.output(), 100_000);

    sender.cut();

    assertThat(reason(sender)).isEqualTo(Reason.STREAM_CUT);
    assertThat(sender.suspendedAt()).isEmpty();
  }

  @Test
  void shouldEndASenderByCuttingItsStreamBeforeReady() throws Exception {
    OutgoingTransfer sender = scripted(SENDER).send(DOMAIN, "m-1");
    write(sender.input(), BANNER);
    readExactly(sender.output(), 3_000_000);

    sender.cut();

    assertThat(reason(sender)).isEqualTo(Reason.STREAM_CUT);
    assertThat(outcome(sender).lastLines()).contains("Migration failed, resuming at sender.");
  }

  @Test
  void shouldCallACutBeforeTheBannerACut() throws Exception {
    OutgoingTransfer sender = scripted(SENDER).send(DOMAIN, "m-1");

    sender.cut();

    assertThat(reason(sender)).isEqualTo(Reason.STREAM_CUT);
  }

  @Test
  void shouldWakeWhoReadsFromAStreamThatIsCut() throws Exception {
    OutgoingTransfer sender = scripted(SENDER).send(DOMAIN, "m-1");
    Thread reader =
        new Thread(
            () -> {
              try {
                sender.output().read(ByteBuffer.allocate(1));
              } catch (IOException e) {
                // Woken, as it should be.
              }
            });
    reader.start();
    while (reader.getState() != Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }

    sender.cut();

    reader.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(reader.isAlive()).isFalse();
  }

  @Test
  void shouldSayAtOnceWhyASenderLeftBeforeItsTransportRan() throws Exception {
    XlHypervisor hypervisor =
        scripted("migrate) echo 'etch-1-1 is an invalid domain identifier (rc=-6)' >&2; exit 1;;");

    HypervisorException failure =
        catchThrowableOfType(HypervisorException.class, () -> hypervisor.send(DOMAIN, "m-1"));

    assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN_DOMAIN);
    assertThat(failure.operands()).containsEntry("exitCode", "1");
  }

  @Test
  void shouldNotWaitForEverForASenderThatNeverOpensItsPipes() throws Exception {
    XlHypervisor hypervisor =
        new ScriptedXl(folder)
            .within(Duration.ofSeconds(5))
            .answering("migrate) echo $$ > pid; exec sleep 600;;");

    HypervisorException failure =
        catchThrowableOfType(HypervisorException.class, () -> hypervisor.send(DOMAIN, "m-1"));

    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void shouldCarryTheWholeConversationOfAReceiver() throws Exception {
    IncomingTransfer receiver = scripted(RECEIVER).receive("m-1");

    assertThat(readExactly(receiver.output(), BANNER.length())).isEqualTo(BANNER);
    write(receiver.input(), "x".repeat(1000));
    assertThat(readExactly(receiver.output(), READY.length())).isEqualTo(READY);
    write(receiver.input(), GO);
    assertThat(readExactly(receiver.output(), 40)).startsWith("my copy").endsWith("\0\0");

    assertThat(outcome(receiver).failure()).isEmpty();
    assertThat(Files.size(folder.resolve("data"))).isEqualTo(1000);
  }

  @Test
  void shouldLetAReceiverSpeakToItsEndWhenOnlyItsInputIsClosed() throws Exception {
    IncomingTransfer receiver = scripted(RECEIVER).receive("m-1");
    readExactly(receiver.output(), BANNER.length());
    write(receiver.input(), "too little");

    receiver.input().close();

    assertThat(readExactly(receiver.output(), 10)).isEqualTo("last words");
    assertThat(receiver.output().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThat(reason(receiver)).isEqualTo(Reason.STREAM_CUT);
  }

  @Test
  void shouldLetAReceiverThatIsCutCleanUp() throws Exception {
    IncomingTransfer receiver = scripted(RECEIVER).receive("m-1");
    readExactly(receiver.output(), BANNER.length());
    write(receiver.input(), "x".repeat(1000));
    readExactly(receiver.output(), READY.length());

    receiver.cut();

    assertThat(reason(receiver)).isEqualTo(Reason.STREAM_CUT);
    assertThat(folder.resolve("cleaned")).exists();
  }

  @Test
  void shouldKillAReceiverAtOnce() throws Exception {
    IncomingTransfer receiver = scripted(RECEIVER).receive("m-1");
    readExactly(receiver.output(), BANNER.length());

    receiver.kill();

    assertThat(reason(receiver)).isEqualTo(Reason.KILLED);
    assertThat(outcome(receiver).failure().orElseThrow().operands()).containsEntry("signal", "9");
    assertThat(folder.resolve("cleaned")).doesNotExist();
  }

  private XlHypervisor scripted(String cases) throws IOException {
    return new ScriptedXl(folder).answering(cases);
  }

  private static void write(WritableByteChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String readExactly(ReadableByteChannel channel, int count) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (read.size() < count) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.min(65_536, count - read.size()));
      if (channel.read(buffer) < 0) {
        throw new AssertionError("ended after " + read.size() + " of " + count + " bytes");
      }
      read.write(buffer.array(), 0, buffer.position());
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  private static TransferOutcome outcome(Transfer transfer) throws Exception {
    return transfer.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Reason reason(Transfer transfer) throws Exception {
    return outcome(transfer).failure().orElseThrow().reason();
  }
}
