// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.StandardEmitterMBean;

final class Lamp extends StandardEmitterMBean implements LampMXBean {

  static final ObjectName NAME = name("org.transhume:type=Lamp");
  static final ObjectName FOREIGN = name("com.example:type=Lamp");

  private final AtomicLong sequence = new AtomicLong();
  private int brightness = 1;
  private String colour = "white";

  Lamp() {
    super(
        LampMXBean.class,
        true,
        new NotificationBroadcasterSupport(
            new MBeanNotificationInfo(
                new String[] {"lamp.flash"}, Notification.class.getName(), "a flash")));
  }

  static ObjectName name(String text) {
    try {
      return new ObjectName(text);
    } catch (JMException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A server with the lamp under our domain and under another's, and MBeans of the JVM. */
  static MBeanServer serverWith(Lamp lamp) throws JMException {
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    server.registerMBean(lamp, NAME);
    server.registerMBean(new Lamp(), FOREIGN);
    server.registerMBean(
        ManagementFactory.getMemoryMXBean(), name(ManagementFactory.MEMORY_MXBEAN_NAME));
    server.registerMBean(
        ManagementFactory.getRuntimeMXBean(), name(ManagementFactory.RUNTIME_MXBEAN_NAME));
    server.registerMBean(
        ManagementFactory.getThreadMXBean(), name(ManagementFactory.THREAD_MXBEAN_NAME));
    return server;
  }

  void signal() {
    sendNotification(new Notification("lamp.flash", NAME, sequence.incrementAndGet()));
  }

  @Override
  public int getBrightness() {
    return brightness;
  }

  @Override
  public void setBrightness(int brightness) {
    this.brightness = brightness;
  }

  @Override
  public String getColour() {
    return colour;
  }

  @Override
  public void setColour(String colour) {
    this.colour = colour;
  }

  @Override
  public String getSecret() {
    return "the secret";
  }

  @Override
  public List<Bulb> replace(Bulb bulb) {
    return List.of(bulb, new Bulb("old", 40));
  }

  @Override
  public void flash(int times) {
    for (int i = 0; i < times; i++) {
      signal();
    }
  }

  @Override
  public void flash() {
    throw new AssertionError("nobody may call this");
  }

  @Override
  public void burn() {
    throw new AssertionError("nobody may call this");
  }

  @Override
  public String sign(String text, String by) {
    return text + " by " + by;
  }

  @Override
  public String look() {
    return "it shines";
  }
}
