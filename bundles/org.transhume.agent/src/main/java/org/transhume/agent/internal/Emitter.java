// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Arrays;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;

/**
 * Sends every notification of one agent instance, numbered from 1. Belongs to the loop; listeners
 * are called elsewhere, so that one that blocks delays listeners only.
 */
public final class Emitter {

  private final ObjectName source;
  private final NotificationBroadcasterSupport broadcaster;
  private long sequence;

  /** An emitter whose listeners are called on that lane. */
  Emitter(String host, EventLoop lane) {
    this.source = ObjectNames.agent(host);
    this.broadcaster = new NotificationBroadcasterSupport(lane, infos());
  }

  /** What the Agent MBean emits through. */
  NotificationEmitter asMBeanEmitter() {
    return broadcaster;
  }

  /** Sends one; its time stamp is that of what it tells. */
  public void emit(String type, String message, Record payload, long atEpochMillis) {
    sequence++;
    Notification notification = new Notification(type, source, sequence, atEpochMillis, message);
    notification.setUserData(NotificationPayload.toOpenData(payload));
    broadcaster.sendNotification(notification);
  }

  private static MBeanNotificationInfo[] infos() {
    String[] migrations =
        Arrays.stream(MigrationPhase.values())
            .map(NotificationTypes::migration)
            .toArray(String[]::new);
    return new MBeanNotificationInfo[] {
      info(
          "One sample of the host and its domains each period; user data: HostSample.",
          NotificationTypes.HOST_SAMPLE),
      info(
          "A probe crossed a threshold or failed; user data: ProbeEvent.",
          NotificationTypes.PROBE_HIGH,
          NotificationTypes.PROBE_NORMAL,
          NotificationTypes.PROBE_FAILED),
      info(
          "A domain arrived, left or changed its state; user data: DomainEvent.",
          NotificationTypes.DOMAIN_ARRIVED,
          NotificationTypes.DOMAIN_LEFT,
          NotificationTypes.DOMAIN_CHANGED),
      info("This side of a migration reached a phase; user data: MigrationEvent.", migrations)
    };
  }

  private static MBeanNotificationInfo info(String description, String... types) {
    return new MBeanNotificationInfo(types, Notification.class.getName(), description);
  }
}
