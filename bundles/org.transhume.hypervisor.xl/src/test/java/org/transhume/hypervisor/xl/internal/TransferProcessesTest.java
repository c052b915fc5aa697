// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.hypervisor.DomainIdentity;

class TransferProcessesTest {

  private static final Path STREAM = Path.of("pipe:[4711]");
  private static final Path NULL = Path.of("dev/null");

  @TempDir private Path proc;

  private int nextPid = 200;

  @Test
  void shouldFindAMigrationByDomidAndByName() throws Exception {
    process(1, STREAM, "/usr/sbin/xl", "-vvv", "migrate", "-s", "", "5", "cat x & exec cat > y");
    process(1, STREAM, "xl", "migrate", "-C", "/etc/xen/other.cfg", "--debug", "etch-1-1", "a-204");

    TransferProcesses found = TransferProcesses.in(proc);

    assertThat(found.concern(row(5, "any"))).isTrue();
    assertThat(found.concern(row(6, "etch-1-1"))).isTrue();
    assertThat(found.concern(row(6, "etch-1-1--migratedaway"))).isTrue();
    assertThat(found.concern(row(6, "etch-1-1--incoming"))).isFalse();
    assertThat(found.concern(row(7, "a-204"))).isFalse();
    assertThat(found.concern(row(7, "/etc/xen/other.cfg"))).isFalse();
  }

  @Test
  void shouldFindASaveThatAnAdministratorStarted() throws Exception {
    process(1, STREAM, "/usr/lib/xen-4.17/bin/xl", "save", "-c", "dapper-1-1", "/var/x.sav");

    assertThat(TransferProcesses.in(proc).concern(row(3, "dapper-1-1"))).isTrue();
  }

  @Test
  void shouldFindWhatAHelperWorksOnWhoeverStartedIt() throws Exception {
    process(
        77,
        STREAM,
        "/usr/lib/xen-4.17/bin/libxl-save-helper",
        "--save-domain",
        "15",
        "-1",
        "9",
        "1",
        "0",
        "0");

    assertThat(TransferProcesses.in(proc).concern(row(9, "any"))).isTrue();
    assertThat(TransferProcesses.in(proc).concern(row(15, "any"))).isFalse();
  }

  @Test
  void shouldAttributeAReceiverToTheCopyOfItsHelper() throws Exception {
    int receiver = process(1, STREAM, "/usr/lib/xen-4.17/bin/xl", "migrate-receive");
    process(
        receiver,
        STREAM,
        "/usr/lib/xen-4.17/bin/libxl-save-helper",
        "--restore-domain",
        "0",
        "1",
        "4",
        "2",
        "0");

    TransferProcesses found = TransferProcesses.in(proc);

    assertThat(found.concern(row(4, "etch-1-1--incoming"))).isTrue();
    assertThat(found.concern(row(8, "orphan--incoming"))).isFalse();
  }

  @Test
  void shouldSuspectAReceiverWithoutHelperOfEveryIncomingCopy() throws Exception {
    process(1, STREAM, "/usr/lib/xen-4.17/bin/xl", "migrate-receive");

    TransferProcesses found = TransferProcesses.in(proc);

    assertThat(found.concern(row(4, "etch-1-1--incoming"))).isTrue();
    assertThat(found.concern(row(5, "etch-1-1"))).isFalse();
  }

  @Test
  void shouldNotTakeTheMonitorOfAnArrivedDomainForAReceiver() throws Exception {
    process(1, NULL, "/usr/lib/xen-4.17/bin/xl", "migrate-receive");

    assertThat(TransferProcesses.in(proc).concern(row(4, "etch-1-1--incoming"))).isFalse();
  }

  @Test
  void shouldLeaveOtherProgramsAlone() throws Exception {
    process(1, STREAM, "ssh", "a-204-03", "xl", "migrate", "etch-1-1", "b");
    process(1, STREAM, "sh", "-c", "xl migrate etch-1-1 a-204-03");
    process(1, STREAM, "xl", "list", "-v");
    process(1, STREAM, "xl");
    process(2, STREAM);
    Files.createDirectories(proc.resolve("999"));

    TransferProcesses found = TransferProcesses.in(proc);

    assertThat(found.domainIds()).isEmpty();
    assertThat(found.names()).isEmpty();
    assertThat(found.unattributedReceiver()).isFalse();
  }

  private int process(int parent, Path input, String... arguments) throws IOException {
    int pid = nextPid++;
    Path process = proc.resolve(Integer.toString(pid));
    Files.createDirectories(process.resolve("fd"));
    Files.writeString(
        process.resolve("cmdline"),
        arguments.length == 0 ? "" : String.join("\0", arguments) + "\0");
    Files.writeString(process.resolve("status"), "Name:\txl\nPid:\t" + pid + "\nPPid:\t" + parent);
    Files.createSymbolicLink(process.resolve("fd/0"), input);
    return pid;
  }

  private static DomainRow row(int domid, String name) {
    return new DomainRow(
        new DomainIdentity("35ac171c-ca9e-4bc7-b0d2-2c68e362e6f1", domid, name),
        128,
        1,
        "-b----",
        Duration.ZERO);
  }
}
