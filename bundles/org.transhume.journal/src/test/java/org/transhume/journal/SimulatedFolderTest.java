// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SimulatedFolderTest extends JournalFolderContract {

  @Override
  JournalFolder open() {
    return new SimulatedFolder();
  }

  @Test
  void shouldKnowEveryStateThatAnUnforcedWriteMayLeave() throws IOException {
    SimulatedFolder folder = new SimulatedFolder();
    folder.append("a", new byte[] {1});
    folder.force("a");
    folder.forceNames();
    folder.append("a", new byte[] {2, 3});

    assertThat(folder.afterPowerLoss())
        .extracting(after -> after.read("a").orElseThrow())
        .containsExactlyInAnyOrder(
            new byte[] {1}, new byte[] {1, 2}, new byte[] {1, 2, 3}, new byte[] {1, 0, 0});
    assertThat(folder.withForcedOnly().read("a"))
        .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1));
    assertThat(folder.afterKill().read("a"))
        .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
  }

  @Test
  void shouldForgetNamesThatWereNotForced() throws IOException {
    SimulatedFolder folder = new SimulatedFolder();
    folder.append("a", new byte[] {1});
    folder.force("a");

    assertThat(folder.withForcedOnly().read("a")).isEmpty();
    assertThat(folder.afterPowerLoss()).hasSize(2);
  }

  @Test
  void shouldRefuseToWriteWhileItIsFullAndServeAgainWhenThereIsRoom() throws IOException {
    SimulatedFolder folder = new SimulatedFolder();
    folder.fill(true);

    assertThatThrownBy(() -> folder.append("a", new byte[] {1, 2}))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(folder.read("a").orElseThrow()).containsExactly(1);

    folder.fill(false);
    folder.append("a", new byte[] {3});
    assertThat(folder.read("a").orElseThrow()).containsExactly(1, 3);
  }
}
