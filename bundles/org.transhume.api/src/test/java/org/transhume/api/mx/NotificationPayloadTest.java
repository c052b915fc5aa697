// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;

class NotificationPayloadTest {

  private static final Explanation WHY =
      new Explanation("HOT", "a-204-02 is hot", Map.of("load", "0.9"));

  @Test
  void shouldBringEveryPayloadBackAsItWas() {
    for (Record payload : payloads()) {
      CompositeData data = NotificationPayload.toOpenData(payload);

      assertThat(NotificationPayload.<Record>fromOpenData(data, type(payload))).isEqualTo(payload);
    }
  }

  @Test
  void shouldShowFieldsToClientsWithoutOurClasses() {
    CompositeData data =
        NotificationPayload.toOpenData(new RoleEvent(1, ManagerRole.LEADER, Epoch.NONE, 7));

    assertThat(data.get("role")).isEqualTo("LEADER");
    assertThat(((CompositeData) data.get("epoch")).get("counter")).isEqualTo(0L);
  }

  @Test
  void shouldNameTheExpectedPayloadWhenDataAreOthers() {
    CompositeData data =
        NotificationPayload.toOpenData(new RoleEvent(1, ManagerRole.LEADER, Epoch.NONE, 7));

    assertThatThrownBy(() -> NotificationPayload.fromOpenData(data, HostSample.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HostSample");
    assertThatThrownBy(() -> NotificationPayload.fromOpenData("text", HostSample.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HostSample");
  }

  @SuppressWarnings("unchecked")
  private static Class<Record> type(Record payload) {
    return (Class<Record>) payload.getClass();
  }

  private static List<Record> payloads() {
    DomainSample domain =
        new DomainSample(
            "u",
            "etch-1-1",
            3,
            DomainState.RUNNING,
            DomainType.PVH,
            64,
            1,
            256,
            45,
            0.5,
            null,
            List.of("keep"),
            false,
            List.of(WHY),
            9,
            Map.of("domain-cpu", 0.5));
    ThresholdState threshold = new ThresholdState("cpu", ThresholdLevel.HIGH, 5, 0.9, 0.8, 0.6);
    return List.of(
        new HostSample(
            1,
            "a-204-02",
            HostState.ACTIVE,
            2,
            "Xen 4.17.7",
            2,
            0.9,
            null,
            4,
            3,
            List.of(threshold),
            List.of(domain)),
        new ProbeEvent(1, "h", "cpu", "HOST", "h", ThresholdLevel.HIGH, 0.9, 0.8, 2, 3, ""),
        new DomainEvent(1, "h", "u", "d", DomainState.RUNNING, null, 4),
        new MigrationEvent(
            1,
            "manager",
            "m-1",
            "u",
            "d",
            "a",
            "b",
            MigrationPhase.DONE,
            64,
            12L,
            null,
            List.of(WHY),
            5),
        new PolicyEvent(
            1,
            "hotspot",
            "1.0.0",
            "",
            Mode.ADVISE,
            List.of(new Move("u", "d", "a", "b", WHY, 0.3, 64)),
            List.of(new Refusal("c", WHY)),
            6),
        new ConnectionEvent(1, "h", "h:7000", "", 7),
        new RoleEvent(1, ManagerRole.STANDBY, new Epoch(1, 2), 8));
  }
}
