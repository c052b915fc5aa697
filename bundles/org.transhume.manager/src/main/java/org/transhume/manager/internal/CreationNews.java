// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.List;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.CreationEvent;
import org.transhume.api.mx.NotificationTypes;

/** Tells by notifications of domains that somebody wants created. */
final class CreationNews {

  private final Emitter emitter;
  private final Clock clock;

  CreationNews(Emitter emitter, Clock clock) {
    this.emitter = emitter;
    this.clock = clock;
  }

  /** A host is given the order. */
  void begun(Creation creation) {
    tell(NotificationTypes.CREATION_BEGUN, "is created on " + creation.host(), creation);
  }

  /** What came of it. */
  void ended(Creation creation) {
    if (creation.created()) {
      tell(NotificationTypes.CREATION_DONE, "was created on " + creation.host(), creation);
    } else {
      tell(NotificationTypes.CREATION_FAILED, "is not created", creation);
    }
  }

  /** One that an earlier life of the manager had begun has ended. */
  void ended(Boots.Ending ending) {
    ended(
        new Creation(
            ending.phase() == MigrationPhase.DONE,
            ending.boot().id(),
            ending.boot().domain(),
            ending.uuid(),
            ending.boot().target(),
            ending.phase() == MigrationPhase.DONE ? List.of() : ending.reasons()));
  }

  private void tell(String type, String what, Creation creation) {
    emitter.emit(
        type,
        (creation.domain().isEmpty() ? "a domain" : creation.domain()) + " " + what,
        new CreationEvent(
            emitter.startedAtEpochMillis(),
            creation.order(),
            creation.domain(),
            creation.uuid(),
            creation.host(),
            creation.reasons(),
            clock.millis()));
  }
}
