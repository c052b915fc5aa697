// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.StepResult;

/** While somebody leads, the leader alone creates; and only what every host was asked about. */
@Timeout(120)
class CreationOnAgentTest {

  private static final String HOST = "a-204-03";

  @TempDir Path data;

  private final FakeHost host = new FakeHost(HOST);
  private AgentBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new AgentBench(host, data).awaitSample();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void attend() {
    bench.bean().attend(new Attendance("manager-1", new Epoch(0, 1), 60_000));
  }

  private StepResult check(String id, String configuration) {
    return bench
        .bean()
        .checkCreation(new BootOrder(id, new Epoch(0, 1), "", "", "", configuration));
  }

  private StepResult create(String id, String configuration) {
    boolean named = configuration.startsWith("=");
    String domain = named ? configuration.substring(1) : configuration;
    return bench
        .bean()
        .boot(
            new BootOrder(
                id, new Epoch(0, 1), named ? "" : "uuid-" + domain, domain, "", configuration));
  }

  private static List<String> codes(StepResult result) {
    return result.reasons().stream().map(Explanation::code).toList();
  }

  @Test
  void shouldSendOperatorsToTheLeaderAndSayHow() {
    attend();

    assertThatThrownBy(() -> bench.hostBean().create("etch-1-1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LEADER_CREATES")
        .hasMessageContaining("manager-1")
        .hasMessageContaining("transhume create FILE --on " + HOST);
    assertThat(host.copies()).isEmpty();
  }

  @Test
  void shouldCreateForAnybodyWhileNobodyLeads() {
    assertThat(bench.hostBean().create("etch-1-1")).isEqualTo("etch-1-1");
  }

  @Test
  void shouldTellTheLeaderWhichDomainItIsAndCreateItOnceHoweverOftenItIsOrdered() {
    attend();
    StepResult checked = check("c-1", "etch-1-1");

    assertThat(checked.accepted()).isTrue();
    assertThat(checked.attachments())
        .containsEntry(StepResult.DOMAIN_NAME, "etch-1-1")
        .containsEntry(StepResult.DOMAIN_UUID, "uuid-etch-1-1")
        .containsEntry("domain.memoryBytes", Long.toString(128 * FakeHost.MEBI));
    assertThat(create("c-1", "etch-1-1").phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(create("c-1", "etch-1-1").attachments())
        .containsEntry(StepResult.DOMAIN_UUID, "uuid-etch-1-1");
    assertThat(host.copies()).hasSize(1);
    assertThat(codes(check("c-2", "etch-1-1"))).containsExactly("ALREADY_HERE");
  }

  @Test
  void shouldKnowByItsNameWhatHasNoUuid() {
    attend();
    assertThat(check("c-1", "=etch-1-1").attachments())
        .containsEntry(StepResult.DOMAIN_NAME, "etch-1-1")
        .doesNotContainKey(StepResult.DOMAIN_UUID);
    host.add("uuid-1", "etch-1-2");

    assertThat(codes(check("c-2", "=etch-1-2"))).containsExactly("ALREADY_HERE");
  }

  @Test
  void shouldRefuseAnOrderThatItWasNotAskedAbout() {
    attend();

    assertThat(codes(create("c-1", "etch-1-1"))).containsExactly("NOT_ASKED");
    assertThat(host.copies()).isEmpty();
  }

  @Test
  void shouldAnswerNoLeaderThatDoesNotAttend() {
    assertThat(codes(check("c-1", "etch-1-1"))).containsExactly("NOT_ATTENDED");
  }

  @Test
  void shouldTellTheLeaderWhatSomebodyHasBegunToCreate() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    host.creationAfter = slow;
    CompletableFuture<String> hand =
        CompletableFuture.supplyAsync(() -> bench.hostBean().create("etch-1-1"));
    AgentBench.await("it is being created", () -> host.creating);
    attend();

    assertThat(codes(check("c-1", "etch-1-1"))).containsExactly("DOMAIN_BUSY");
    slow.countDown();
    assertThat(hand.get(60, TimeUnit.SECONDS)).isEqualTo("etch-1-1");
    AgentBench.await(
        "it is there", () -> codes(check("c-2", "etch-1-1")).equals(List.of("ALREADY_HERE")));
  }
}
