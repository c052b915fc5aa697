// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.concurrent.Executor;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;

/** Sends the manager's notifications, numbered from 1 since the process began to manage. */
final class Emitter {

  private static final String[] LOSSES = {
    NotificationTypes.LOSS_SUSPECTED,
    NotificationTypes.LOSS_FENCED,
    NotificationTypes.LOSS_UNFENCED,
    NotificationTypes.LOSS_BOOTED,
    NotificationTypes.LOSS_UNBOOTED,
    NotificationTypes.LOSS_RETURNED
  };

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
    MigrationPhase[] phases = MigrationPhase.values();
    String[] types = new String[phases.length + LOSSES.length + 5];
    for (int i = 0; i < phases.length; i++) {
      types[i] = NotificationTypes.migration(phases[i]);
    }
    types[phases.length] = NotificationTypes.POLICY_PROPOSED;
    types[phases.length + 1] = NotificationTypes.POLICY_SWAPPED;
    types[phases.length + 2] = NotificationTypes.AGENT_CONNECTED;
    types[phases.length + 3] = NotificationTypes.AGENT_LOST;
    types[phases.length + 4] = NotificationTypes.MANAGER_ROLE;
    System.arraycopy(LOSSES, 0, types, phases.length + 5, LOSSES.length);
    return new MBeanNotificationInfo(
        types, Notification.class.getName(), "What the manager sees, decides and does");
  }
}
