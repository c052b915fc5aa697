// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.InvalidKeyException;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.manager.internal.AgentPort.Received;

/**
 * What one agent sends by itself, in its order. Of the samples only the newest is kept, undecoded.
 * A hole in the numbers, or another start time, is told once; numbers already seen are dropped.
 *
 * <p>Called by the connector's one thread for this connection; the newest sample may be read by
 * any.
 */
final class Inbox {

  private static final String STARTED_AT = "emitterStartedAtEpochMillis";

  private final LongSupplier monotonicMillis;
  private final Reader reader;
  private final AtomicReference<Received> newest = new AtomicReference<>();
  private long startedAt = Long.MIN_VALUE;
  private long lastSequence;

  /** Who reads. */
  interface Reader {
    void probe(ProbeEvent event);

    void migration(MigrationEvent event);

    void domain(DomainEvent event);

    /** Something was missed. */
    void gap(String detail);

    /** Something came that cannot be read. */
    void unreadable(String type, IllegalArgumentException why);
  }

  Inbox(LongSupplier monotonicMillis, Reader reader) {
    this.monotonicMillis = monotonicMillis;
    this.reader = reader;
  }

  Optional<Received> newest() {
    return Optional.ofNullable(newest.get());
  }

  /** A sample that was read instead of received. */
  void read(HostSample sample) {
    Received received = new Received(monotonicMillis.getAsLong(), () -> sample);
    newest.updateAndGet(known -> known == null ? received : known);
  }

  /** A sample that was read because something had been missed. */
  void reread(HostSample sample) {
    newest.set(new Received(monotonicMillis.getAsLong(), () -> sample));
  }

  void receive(Notification notification) {
    String type = notification.getType();
    try {
      if (!isNews(notification)) {
        return;
      }
      if (type.equals(NotificationTypes.HOST_SAMPLE)) {
        Object data = notification.getUserData();
        newest.set(new Received(monotonicMillis.getAsLong(), new Undecoded(data)));
      } else {
        decode(type, notification.getUserData());
      }
    } catch (IllegalArgumentException e) {
      reader.unreadable(type, e);
    }
  }

  private void decode(String type, Object data) {
    if (NotificationTypes.isMigration(type)) {
      reader.migration(NotificationPayload.fromOpenData(data, MigrationEvent.class));
    } else if (type.equals(NotificationTypes.PROBE_HIGH)
        || type.equals(NotificationTypes.PROBE_NORMAL)
        || type.equals(NotificationTypes.PROBE_FAILED)) {
      reader.probe(NotificationPayload.fromOpenData(data, ProbeEvent.class));
    } else if (type.equals(NotificationTypes.DOMAIN_ARRIVED)
        || type.equals(NotificationTypes.DOMAIN_LEFT)
        || type.equals(NotificationTypes.DOMAIN_CHANGED)) {
      reader.domain(NotificationPayload.fromOpenData(data, DomainEvent.class));
    }
  }

  private boolean isNews(Notification notification) {
    long started = startOf(notification.getUserData());
    long sequence = notification.getSequenceNumber();
    boolean restarted = startedAt != Long.MIN_VALUE && started != startedAt;
    boolean first = startedAt == Long.MIN_VALUE;
    if (!first && !restarted && sequence <= lastSequence) {
      return false;
    }
    long missed = sequence - lastSequence - 1;
    startedAt = started;
    lastSequence = sequence;
    if (restarted) {
      reader.gap("it started anew");
    } else if (!first && missed > 0) {
      reader.gap(missed + " notifications were lost");
    }
    return true;
  }

  private static long startOf(Object data) {
    if (data instanceof CompositeData composite) {
      try {
        if (composite.get(STARTED_AT) instanceof Long started) {
          return started;
        }
      } catch (InvalidKeyException e) {
        throw new IllegalArgumentException("a notification without " + STARTED_AT, e);
      }
    }
    throw new IllegalArgumentException("a notification without user data of ours");
  }

  /** Decodes when somebody looks, and once. */
  private static final class Undecoded implements Supplier<HostSample> {
    private final Object data;
    private HostSample sample;

    Undecoded(Object data) {
      this.data = data;
    }

    @Override
    public synchronized HostSample get() {
      if (sample == null) {
        sample = NotificationPayload.fromOpenData(data, HostSample.class);
      }
      return sample;
    }
  }
}
