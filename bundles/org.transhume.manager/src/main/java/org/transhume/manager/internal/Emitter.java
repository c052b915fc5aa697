// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;

/** Sends the manager's notifications, numbered from 1 since the process began to manage. */
final class Emitter {

  /** All but those of migrations, of which each phase has one. */
  private static final List<String> TYPES =
      List.of(
          NotificationTypes.POLICY_PROPOSED,
          NotificationTypes.POLICY_SWAPPED,
          NotificationTypes.AGENT_CONNECTED,
          NotificationTypes.AGENT_LOST,
          NotificationTypes.HOST_POWER,
          NotificationTypes.CREATION_BEGUN,
          NotificationTypes.CREATION_DONE,
          NotificationTypes.CREATION_FAILED,
          NotificationTypes.MANAGER_ROLE,
          NotificationTypes.LOSS_SUSPECTED,
          NotificationTypes.LOSS_FENCED,
          NotificationTypes.LOSS_UNFENCED,
          NotificationTypes.LOSS_BOOTED,
          NotificationTypes.LOSS_UNBOOTED,
          NotificationTypes.LOSS_RETURNED);

  private final NotificationBroadcasterSupport broadcaster;
  private final Clock clock;
  private final long startedAtEpochMillis;
  private long sequence;

  Emitter(Executor deliveries, Clock clock) {
    this.broadcaster = new NotificationBroadcasterSupport(deliveries, infos());
    this.clock = clock;
    this.startedAtEpochMillis = clock.millis();
  }

  /** The start that every payload carries. */
  long startedAtEpochMillis() {
    return startedAtEpochMillis;
  }

  NotificationBroadcasterSupport broadcaster() {
    return broadcaster;
  }

  synchronized void emit(String type, String message, Record payload) {
    sequence++;
    Notification notification =
        new Notification(type, ObjectNames.manager(), sequence, clock.millis(), message);
    notification.setUserData(NotificationPayload.toOpenData(payload));
    broadcaster.sendNotification(notification);
  }

  private static MBeanNotificationInfo infos() {
    String[] types =
        Stream.concat(
                TYPES.stream(),
                Stream.of(MigrationPhase.values()).map(NotificationTypes::migration))
            .toArray(String[]::new);
    return new MBeanNotificationInfo(
        types, Notification.class.getName(), "What the manager sees, decides and does");
  }
}
