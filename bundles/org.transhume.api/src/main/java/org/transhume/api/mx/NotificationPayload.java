// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.lang.reflect.Proxy;
import java.util.Map;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.StandardMBean;
import javax.management.openmbean.CompositeData;

/**
 * Turns the user data of our notifications into open types and back, by the JDK's own MXBean
 * mapping, so that both directions follow the rules that attributes follow: a component that one
 * side lacks is filled by a {@link javax.management.ConstructorParameters} constructor.
 */
public final class NotificationPayload {

  private static final Map<Class<?>, String> ATTRIBUTES =
      Map.of(
          HostSample.class, "HostSample",
          ProbeEvent.class, "ProbeEvent",
          DomainEvent.class, "DomainEvent",
          MigrationEvent.class, "MigrationEvent",
          PolicyEvent.class, "PolicyEvent",
          ConnectionEvent.class, "ConnectionEvent",
          RoleEvent.class, "RoleEvent",
          LossEvent.class, "LossEvent",
          PowerEvent.class, "PowerEvent",
          CreationEvent.class, "CreationEvent");

  private NotificationPayload() {}

  /** The record as open data. */
  public static CompositeData toOpenData(Record payload) {
    String attribute = attributeFor(payload.getClass());
    try {
      return (CompositeData)
          new StandardMBean(new Holder(payload), HolderMXBean.class, true).getAttribute(attribute);
    } catch (JMException e) {
      throw new IllegalStateException("payload " + payload + " has no open form", e);
    }
  }

  /**
   * The record behind open data.
   *
   * @param data user data of a notification
   * @param type the record that the notification's type promises
   * @throws IllegalArgumentException when the data are not those of such a record
   */
  public static <T extends Record> T fromOpenData(Object data, Class<T> type) {
    if (!(data instanceof CompositeData)) {
      throw new IllegalArgumentException(
          "expected the open form of " + type.getSimpleName() + ", got " + data);
    }
    MBeanServerConnection answer =
        (MBeanServerConnection)
            Proxy.newProxyInstance(
                NotificationPayload.class.getClassLoader(),
                new Class<?>[] {MBeanServerConnection.class},
                (proxy, method, arguments) -> {
                  if (!method.getName().equals("getAttribute")) {
                    throw new AttributeNotFoundException(method.getName());
                  }
                  return data;
                });
    HolderMXBean holder = JMX.newMXBeanProxy(answer, ObjectNames.manager(), HolderMXBean.class);
    try {
      return type.cast(read(holder, attributeFor(type)));
    } catch (java.lang.reflect.UndeclaredThrowableException e) {
      throw new IllegalArgumentException(
          "data do not hold a " + type.getSimpleName() + ": " + data, e);
    }
  }

  private static Object read(HolderMXBean holder, String attribute) {
    return switch (attribute) {
      case "HostSample" -> holder.getHostSample();
      case "ProbeEvent" -> holder.getProbeEvent();
      case "DomainEvent" -> holder.getDomainEvent();
      case "MigrationEvent" -> holder.getMigrationEvent();
      case "PolicyEvent" -> holder.getPolicyEvent();
      case "ConnectionEvent" -> holder.getConnectionEvent();
      case "LossEvent" -> holder.getLossEvent();
      case "PowerEvent" -> holder.getPowerEvent();
      case "CreationEvent" -> holder.getCreationEvent();
      default -> holder.getRoleEvent();
    };
  }

  private static String attributeFor(Class<?> type) {
    String attribute = ATTRIBUTES.get(type);
    if (attribute == null) {
      throw new IllegalArgumentException(type + " is no payload of a notification");
    }
    return attribute;
  }

  /** The payloads as attributes, for the sake of the JDK's mapping; registered nowhere. */
  public interface HolderMXBean {

    /** The payload, when it is this one. */
    HostSample getHostSample();

    /** The payload, when it is this one. */
    ProbeEvent getProbeEvent();

    /** The payload, when it is this one. */
    DomainEvent getDomainEvent();

    /** The payload, when it is this one. */
    MigrationEvent getMigrationEvent();

    /** The payload, when it is this one. */
    PolicyEvent getPolicyEvent();

    /** The payload, when it is this one. */
    ConnectionEvent getConnectionEvent();

    /** The payload, when it is this one. */
    RoleEvent getRoleEvent();

    /** The payload, when it is this one. */
    LossEvent getLossEvent();

    /** The payload, when it is this one. */
    PowerEvent getPowerEvent();

    /** The payload, when it is this one. */
    CreationEvent getCreationEvent();
  }

  private record Holder(Record payload) implements HolderMXBean {

    @Override
    public HostSample getHostSample() {
      return (HostSample) payload;
    }

    @Override
    public ProbeEvent getProbeEvent() {
      return (ProbeEvent) payload;
    }

    @Override
    public DomainEvent getDomainEvent() {
      return (DomainEvent) payload;
    }

    @Override
    public MigrationEvent getMigrationEvent() {
      return (MigrationEvent) payload;
    }

    @Override
    public PolicyEvent getPolicyEvent() {
      return (PolicyEvent) payload;
    }

    @Override
    public ConnectionEvent getConnectionEvent() {
      return (ConnectionEvent) payload;
    }

    @Override
    public RoleEvent getRoleEvent() {
      return (RoleEvent) payload;
    }

    @Override
    public LossEvent getLossEvent() {
      return (LossEvent) payload;
    }

    @Override
    public PowerEvent getPowerEvent() {
      return (PowerEvent) payload;
    }

    @Override
    public CreationEvent getCreationEvent() {
      return (CreationEvent) payload;
    }
  }
}
