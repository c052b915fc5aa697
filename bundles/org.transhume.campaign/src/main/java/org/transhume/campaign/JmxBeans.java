// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeEvent;

/** The MBeans behind one connection. */
public final class JmxBeans implements Beans {

  private final MBeanServerConnection server;
  private final Pause pause;

  /** What can be reached through that connection. */
  public JmxBeans(MBeanServerConnection server, Pause pause) {
    this.server = server;
    this.pause = pause;
  }

  @Override
  public <T> T bean(ObjectName name, Class<T> type) {
    return JMX.newMXBeanProxy(server, name, type);
  }

  @Override
  public boolean has(ObjectName name) throws IOException {
    return server.isRegistered(name);
  }

  @Override
  public Watch watch() throws IOException {
    JmxWatch watch = new JmxWatch();
    try {
      watch.listen(ObjectNames.manager());
      for (ObjectName agent : server.queryNames(ObjectNames.anyAgent(), null)) {
        watch.listen(agent);
      }
      return watch;
    } catch (InstanceNotFoundException e) {
      watch.close();
      throw new IOException("there is no " + e.getMessage() + " to follow", e);
    }
  }

  private final class JmxWatch implements Watch, NotificationListener {

    private final List<ObjectName> emitters = new ArrayList<>();
    private final List<MigrationEvent> migrations = new CopyOnWriteArrayList<>();
    private final List<DomainEvent> arrived = new CopyOnWriteArrayList<>();
    private final List<DomainEvent> left = new CopyOnWriteArrayList<>();
    private final List<ProbeEvent> probes = new CopyOnWriteArrayList<>();
    private final Map<String, Long> aheadMillis = new ConcurrentHashMap<>();

    private void listen(ObjectName emitter) throws InstanceNotFoundException, IOException {
      server.addNotificationListener(emitter, this, null, null);
      emitters.add(emitter);
    }

    @Override
    public void handleNotification(Notification told, Object handback) {
      String type = told.getType();
      Object data = told.getUserData();
      if (type.equals(NotificationTypes.HOST_SAMPLE)) {
        HostSample sample = NotificationPayload.fromOpenData(data, HostSample.class);
        aheadMillis.put(sample.host(), sample.atEpochMillis() - pause.nowEpochMillis());
      } else if (NotificationTypes.isMigration(type)) {
        MigrationEvent event = NotificationPayload.fromOpenData(data, MigrationEvent.class);
        if (event.emitter().equals(MANAGER)) {
          migrations.add(event);
        }
      } else if (type.equals(NotificationTypes.DOMAIN_ARRIVED)) {
        arrived.add(NotificationPayload.fromOpenData(data, DomainEvent.class));
      } else if (type.equals(NotificationTypes.DOMAIN_LEFT)) {
        left.add(NotificationPayload.fromOpenData(data, DomainEvent.class));
      } else if (type.equals(NotificationTypes.PROBE_HIGH)
          || type.equals(NotificationTypes.PROBE_NORMAL)) {
        probes.add(NotificationPayload.fromOpenData(data, ProbeEvent.class));
      }
    }

    @Override
    public List<MigrationEvent> migrations() {
      return List.copyOf(migrations);
    }

    @Override
    public List<DomainEvent> arrived() {
      return List.copyOf(arrived);
    }

    @Override
    public List<DomainEvent> left() {
      return List.copyOf(left);
    }

    @Override
    public List<ProbeEvent> probes() {
      return List.copyOf(probes);
    }

    @Override
    public OptionalLong aheadMillis(String host) {
      Long ahead = aheadMillis.get(host);
      return ahead == null ? OptionalLong.empty() : OptionalLong.of(ahead);
    }

    /** An emitter that is gone tells nothing any more, which is all that is wanted. */
    @Override
    @SuppressWarnings("EmptyCatch")
    public void close() {
      for (ObjectName emitter : emitters) {
        try {
          server.removeNotificationListener(emitter, this);
        } catch (InstanceNotFoundException | ListenerNotFoundException | IOException e) {
          // Gone already.
        }
      }
    }
  }
}
