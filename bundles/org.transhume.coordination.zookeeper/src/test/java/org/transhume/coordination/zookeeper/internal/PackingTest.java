// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackingTest {

  @Test
  void shouldGiveBackEveryRecordInItsOrderFromPacksThatFitIntoNodes() throws Exception {
    List<byte[]> records = new ArrayList<>();
    for (int size : new int[] {0, 1, 100_000, 100_000, 100_000, 524_288, 0, 7}) {
      records.add(new byte[size]);
    }
    List<byte[]> packs = Packing.pack(records);
    List<byte[]> unpacked = new ArrayList<>();
    for (byte[] pack : packs) {
      unpacked.addAll(Packing.unpack(pack));
    }

    assertThat(unpacked).containsExactlyElementsOf(records);
    assertThat(packs).hasSizeGreaterThan(2).allMatch(pack -> pack.length < 600_000);
    assertThat(Packing.pack(List.of())).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoPack() {
    assertThatThrownBy(() -> Packing.unpack(new byte[] {0, 0, 0, 9, 1}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Packing.unpack(new byte[] {0, 0})).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Packing.unpack(new byte[] {-1, -1, -1, -1}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldKnowASnapshotByItsName() {
    SnapshotName name = new SnapshotName(-1, 4_294_967_299L, 2);

    assertThat(SnapshotName.read(name.bytes())).contains(name);
    assertThat(SnapshotName.read(new byte[0])).isEmpty();
    assertThatThrownBy(() -> SnapshotName.read(new byte[] {'x'}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
