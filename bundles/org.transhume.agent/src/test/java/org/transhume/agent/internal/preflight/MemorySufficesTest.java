// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.agent.internal.preflight.Arriving.MEBI;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;

class MemorySufficesTest {

  private final Arriving world = new Arriving();

  private List<Explanation> objections() {
    return new MemorySuffices().in(world.situation()).objections();
  }

  @Test
  void shouldNeed132MebibytesForADomainOf128() {
    world.freeBytes = 132 * MEBI;
    assertThat(objections()).isEmpty();

    world.freeBytes = 132 * MEBI - 1;
    assertThat(objections()).hasSize(1);
    assertThat(objections().get(0).text()).contains("132 MiB are needed");
  }

  @Test
  void shouldCountWhatTheDomainMayGrowToAndItsProcessors() {
    world.attachments.put(MigrationOrder.DOMAIN_MAXIMUM_MEMORY_BYTES, Long.toString(1024 * MEBI));
    world.attachments.put(MigrationOrder.DOMAIN_VCPUS, "4");
    // 1024 and 4 for its page tables, 4 for its vcpus, 2 more: 1034 is even.
    world.freeBytes = 1034 * MEBI;
    assertThat(objections()).isEmpty();

    world.freeBytes = 1033 * MEBI;
    assertThat(objections()).hasSize(1);
  }

  @Test
  void shouldKeepTheReserveAndWhatIsPromised() {
    world.freeBytes = 300 * MEBI;
    world.reserveBytes = 100 * MEBI;
    world.promised = new Reservations.Promised(68 * MEBI, List.of("m-0"), Map.of());
    assertThat(objections()).isEmpty();

    world.promised = new Reservations.Promised(69 * MEBI, List.of("m-0"), Map.of());
    assertThat(objections().get(0).operands())
        .containsEntry("neededBytes", Long.toString(132 * MEBI))
        .containsEntry("freeBytes", Long.toString(300 * MEBI))
        .containsEntry("promisedBytes", Long.toString(69 * MEBI))
        .containsEntry("reserveBytes", Long.toString(100 * MEBI));
  }

  @Test
  void shouldPassWhereOnlyPromisesAreInTheWay() {
    world.freeBytes = 232 * MEBI;
    world.reserveBytes = 100 * MEBI;
    world.promised = new Reservations.Promised(1, List.of("m-0"), Map.of());
    assertThat(new MemorySuffices().in(world.situation()).pass()).isTrue();
    assertThat(objections()).hasSize(1);

    world.freeBytes -= 1;
    assertThat(new MemorySuffices().in(world.situation()).pass()).isFalse();
  }

  @Test
  void shouldPromiseToEachMigrationOnceAndOnlyWhatItsCopyDoesNotHoldYet() {
    Reservations reservations = new Reservations();
    reservations.make(world.order("m-1", "u-1", "one"));
    reservations.make(world.order("m-1", "u-1", "one"));
    reservations.make(world.order("m-2", "u-2", "two"));

    assertThat(reservations.besides("m-3", world.look()))
        .isEqualTo(
            new Reservations.Promised(
                264 * MEBI, List.of("m-1", "m-2"), Map.of("u-1", "one", "u-2", "two")));
    assertThat(reservations.besides("m-1", world.look()).bytes()).isEqualTo(132 * MEBI);

    world.copies.add(Arriving.copy("u-1", "one", CopyKind.INCOMING, 100 * MEBI));
    world.copies.add(Arriving.copy("u-2", "two", CopyKind.INCOMING, 140 * MEBI));
    assertThat(reservations.besides("m-3", world.look()).bytes()).isEqualTo(32 * MEBI);

    reservations.keep(id -> id.equals("m-2"));
    assertThat(reservations.besides("m-3", world.look()))
        .isEqualTo(new Reservations.Promised(0, List.of("m-2"), Map.of("u-2", "two")));
  }
}
