// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.DecisionSummary;

class FileDecisionStoreTest {

  @TempDir Path folder;

  private static void keep(DecisionStore store, String... ids) {
    for (String id : ids) {
      store.keep(DecisionsForTests.decision(id)).toCompletableFuture().join();
    }
  }

  private static List<String> ids(DecisionStore store) {
    return store.latest(100).stream().map(DecisionSummary::id).toList();
  }

  @Test
  void shouldKeepDecisionsAcrossARestart() throws IOException {
    try (FileDecisionStore store = new FileDecisionStore(folder, 10, 1 << 20)) {
      keep(store, "d-1", "d-2");
    }
    try (FileDecisionStore store = new FileDecisionStore(folder, 10, 1 << 20)) {
      assertThat(ids(store)).containsExactly("d-2", "d-1");
      assertThat(store.bytes()).isPositive();
      assertThat(DecisionText.read(store.read("d-1").orElseThrow()))
          .isEqualTo(DecisionsForTests.decision("d-1"));
    }
  }

  @Test
  void shouldForgetTheOldestWhenThereAreTooMany() throws IOException {
    try (FileDecisionStore store = new FileDecisionStore(folder, 2, 1 << 20)) {
      keep(store, "d-1", "d-2", "d-3");

      assertThat(ids(store)).containsExactly("d-3", "d-2");
      assertThat(store.count()).isEqualTo(2);
      assertThat(store.read("d-1")).isEmpty();
      assertThat(folder).isDirectoryNotContaining("glob:**d-1*");
    }
  }

  @Test
  void shouldForgetTheOldestWhenTheyTakeTooMuchButNeverTheNewest() {
    try (FileDecisionStore store = new FileDecisionStore(folder, 10, 1)) {
      keep(store, "d-1", "d-2");

      assertThat(ids(store)).containsExactly("d-2");
    }
  }

  @Test
  void shouldLeaveOutAFileThatIsNoDecisionAndNameItWhenItIsAskedFor() throws IOException {
    Files.writeString(folder.resolve("d-0.json.gz"), "garbage");
    try (FileDecisionStore store = new FileDecisionStore(folder, 10, 1 << 20)) {
      keep(store, "d-1");

      assertThat(ids(store)).containsExactly("d-1");
      assertThatThrownBy(() -> store.read("d-0"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("d-0.json.gz cannot be read");
      assertThat(folder.resolve("d-0.json.gz")).exists();
    }
  }

  @Test
  void shouldReadNothingOutsideItsFolder() throws IOException {
    try (FileDecisionStore store = new FileDecisionStore(folder.resolve("in"), 10, 1 << 20)) {
      keep(store, "d-1");
      Files.copy(folder.resolve("in").resolve("d-1.json.gz"), folder.resolve("d-1.json.gz"));

      assertThat(store.read("../d-1")).isEmpty();
    }
  }

  @Test
  void shouldSayThatADecisionCouldNotBeWritten() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    try (FileDecisionStore store = new FileDecisionStore(taken, 10, 1 << 20)) {
      assertThatThrownBy(() -> keep(store, "d-1"))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class);
      assertThat(store.latest(10)).isEmpty();
    }
  }
}
