// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.ObjectInputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.IntrospectionException;
import javax.management.InvalidAttributeValueException;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcaster;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import javax.management.OperationsException;
import javax.management.QueryExp;
import javax.management.ReflectionException;
import javax.management.loading.ClassLoaderRepository;
import javax.management.remote.MBeanServerForwarder;

/**
 * The MBean server as one peer may use it. There is one for each peer, so who asks is a field, and
 * nothing needs to be looked up in the call. Everything that is not allowed is refused.
 *
 * <p>The JDK's connector itself calls some of these methods: it asks for class loaders to read
 * parameters with (and gets one that knows the JDK's classes only), and it listens to all MBeans
 * that notify, in order to filter later for its client (and hears only what the peer may hear).
 */
final class GuardedMBeanServer implements MBeanServerForwarder {

  private static final String BROADCASTER = NotificationBroadcaster.class.getName();
  private static final String CONNECTOR_PACKAGE = "com.sun.jmx.remote.internal";

  private final MBeanServer server;
  private final Peer peer;
  private final InetAddress from;
  private final AccessRules rules;

  GuardedMBeanServer(MBeanServer server, Peer peer, InetAddress from) {
    this.server = server;
    this.peer = peer;
    this.from = from;
    this.rules = new AccessRules(peer.identity().roles());
  }

  @Override
  public MBeanServer getMBeanServer() {
    return server;
  }

  @Override
  public void setMBeanServer(MBeanServer other) {
    if (other != server) {
      throw new IllegalArgumentException("this forwarder guards one MBean server only");
    }
  }

  // Looking around

  @Override
  public ObjectInstance getObjectInstance(ObjectName name) throws InstanceNotFoundException {
    requireLook("getObjectInstance", name);
    return server.getObjectInstance(name);
  }

  @Override
  public Set<ObjectInstance> queryMBeans(ObjectName name, QueryExp query) {
    requireLook("queryMBeans", name);
    requireOwnQuery("queryMBeans", name, query);
    return server.queryMBeans(name, query);
  }

  @Override
  public Set<ObjectName> queryNames(ObjectName name, QueryExp query) {
    requireLook("queryNames", name);
    requireOwnQuery("queryNames", name, query);
    return server.queryNames(name, query);
  }

  @Override
  public boolean isRegistered(ObjectName name) {
    requireLook("isRegistered", name);
    return server.isRegistered(name);
  }

  @Override
  public Integer getMBeanCount() {
    requireLook("getMBeanCount", null);
    return server.getMBeanCount();
  }

  @Override
  public String getDefaultDomain() {
    requireLook("getDefaultDomain", null);
    return server.getDefaultDomain();
  }

  @Override
  public String[] getDomains() {
    requireLook("getDomains", null);
    return server.getDomains();
  }

  @Override
  public MBeanInfo getMBeanInfo(ObjectName name)
      throws InstanceNotFoundException, IntrospectionException, ReflectionException {
    requireLook("getMBeanInfo", name);
    return server.getMBeanInfo(name);
  }

  /** An MBean that the peer may not listen to does not notify, as far as the peer can see. */
  @Override
  public boolean isInstanceOf(ObjectName name, String className) throws InstanceNotFoundException {
    requireLook("isInstanceOf", name);
    return server.isInstanceOf(name, className)
        && (!className.equals(BROADCASTER) || mayListen(name));
  }

  // Reading, setting, invoking

  @Override
  public Object getAttribute(ObjectName name, String attribute)
      throws MBeanException,
          AttributeNotFoundException,
          InstanceNotFoundException,
          ReflectionException {
    if (!rules.mayRead(name, info(name), attribute)) {
      throw refused("read " + attribute, name);
    }
    return server.getAttribute(name, attribute);
  }

  /** Leaves out what may not be read, as JMX leaves out what cannot be read. */
  @Override
  public AttributeList getAttributes(ObjectName name, String[] attributes)
      throws InstanceNotFoundException, ReflectionException {
    MBeanInfo info = info(name);
    List<String> allowed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (String attribute : attributes) {
      (rules.mayRead(name, info, attribute) ? allowed : refused).add(attribute);
    }
    if (!refused.isEmpty()) {
      audit("read " + refused, name);
    }
    return server.getAttributes(name, allowed.toArray(String[]::new));
  }

  @Override
  public void setAttribute(ObjectName name, Attribute attribute)
      throws InstanceNotFoundException,
          AttributeNotFoundException,
          InvalidAttributeValueException,
          MBeanException,
          ReflectionException {
    if (!rules.mayWrite(name, info(name), attribute.getName())) {
      throw refused("set " + attribute.getName(), name);
    }
    server.setAttribute(name, attribute);
  }

  /** Sets all or, when one may not be set, none. */
  @Override
  public AttributeList setAttributes(ObjectName name, AttributeList attributes)
      throws InstanceNotFoundException, ReflectionException {
    MBeanInfo info = info(name);
    for (Attribute attribute : attributes.asList()) {
      if (!rules.mayWrite(name, info, attribute.getName())) {
        throw refused("set " + attribute.getName(), name);
      }
    }
    return server.setAttributes(name, attributes);
  }

  @Override
  public Object invoke(ObjectName name, String operation, Object[] params, String[] signature)
      throws InstanceNotFoundException, MBeanException, ReflectionException {
    MBeanInfo info = info(name);
    if (!rules.mayInvoke(name, info, operation, signature)) {
      throw refused("invoke " + operation, name);
    }
    if (AccessRules.isAudited(name, info, operation, signature)) {
      Audit.operation(peer, from, operation, name);
    }
    boolean named = AccessRules.namesCaller(name, info, operation, signature);
    return server.invoke(name, operation, named ? named(params) : params, signature);
  }

  /** What a peer says of itself does not count. */
  private Object[] named(Object[] params) {
    if (params == null || params.length == 0) {
      return params;
    }
    Object[] told = Arrays.copyOf(params, params.length, Object[].class);
    told[told.length - 1] = peer.identity().name();
    return told;
  }

  // Listening

  /** Comes from the connector only, for its buffer: what is refused here never enters it. */
  @Override
  public void addNotificationListener(
      ObjectName name, NotificationListener listener, NotificationFilter filter, Object handback)
      throws InstanceNotFoundException {
    if (!mayListen(name)) {
      throw new SecurityException(peer.identity().name() + " may not listen to " + name);
    }
    server.addNotificationListener(name, listener, filter, handback);
  }

  @Override
  public void addNotificationListener(
      ObjectName name, ObjectName listener, NotificationFilter filter, Object handback) {
    throw refused("make listen " + listener, name);
  }

  @Override
  public void removeNotificationListener(ObjectName name, ObjectName listener) {
    throw refused("make stop listening " + listener, name);
  }

  @Override
  public void removeNotificationListener(
      ObjectName name, ObjectName listener, NotificationFilter filter, Object handback) {
    throw refused("make stop listening " + listener, name);
  }

  @Override
  public void removeNotificationListener(ObjectName name, NotificationListener listener)
      throws InstanceNotFoundException, ListenerNotFoundException {
    server.removeNotificationListener(name, listener);
  }

  @Override
  public void removeNotificationListener(
      ObjectName name, NotificationListener listener, NotificationFilter filter, Object handback)
      throws InstanceNotFoundException, ListenerNotFoundException {
    server.removeNotificationListener(name, listener, filter, handback);
  }

  // Refused to everybody

  @Override
  public ObjectInstance createMBean(String className, ObjectName name) {
    throw refused("create " + className, name);
  }

  @Override
  public ObjectInstance createMBean(String className, ObjectName name, ObjectName loader) {
    throw refused("create " + className, name);
  }

  @Override
  public ObjectInstance createMBean(
      String className, ObjectName name, Object[] params, String[] signature) {
    throw refused("create " + className, name);
  }

  @Override
  public ObjectInstance createMBean(
      String className, ObjectName name, ObjectName loader, Object[] params, String[] signature) {
    throw refused("create " + className, name);
  }

  @Override
  public ObjectInstance registerMBean(Object object, ObjectName name) {
    throw refused("register", name);
  }

  @Override
  public void unregisterMBean(ObjectName name) {
    throw refused("unregister", name);
  }

  @Override
  public Object instantiate(String className) {
    throw refused("instantiate", className);
  }

  @Override
  public Object instantiate(String className, ObjectName loader) {
    throw refused("instantiate", className);
  }

  @Override
  public Object instantiate(String className, Object[] params, String[] signature) {
    throw refused("instantiate", className);
  }

  @Override
  public Object instantiate(
      String className, ObjectName loader, Object[] params, String[] signature) {
    throw refused("instantiate", className);
  }

  @Override
  @Deprecated(since = "1.5")
  public ObjectInputStream deserialize(ObjectName name, byte[] data) throws OperationsException {
    throw refused("deserialize", name);
  }

  @Override
  @Deprecated(since = "1.5")
  public ObjectInputStream deserialize(String className, byte[] data)
      throws OperationsException, ReflectionException {
    throw refused("deserialize", className);
  }

  @Override
  @Deprecated(since = "1.5")
  public ObjectInputStream deserialize(String className, ObjectName loader, byte[] data)
      throws OperationsException, ReflectionException {
    throw refused("deserialize", className);
  }

  @Override
  public ClassLoader getClassLoader(ObjectName loader) {
    throw refused("use class loader", loader);
  }

  // What the connector needs for itself

  @Override
  public ClassLoader getClassLoaderFor(ObjectName name) {
    return ClassLoader.getPlatformClassLoader();
  }

  @Override
  public ClassLoaderRepository getClassLoaderRepository() {
    return EMPTY;
  }

  private static final ClassLoaderRepository EMPTY =
      new ClassLoaderRepository() {
        @Override
        public Class<?> loadClass(String className) throws ClassNotFoundException {
          throw new ClassNotFoundException(className);
        }

        @Override
        public Class<?> loadClassWithout(ClassLoader exclude, String className)
            throws ClassNotFoundException {
          throw new ClassNotFoundException(className);
        }

        @Override
        public Class<?> loadClassBefore(ClassLoader stop, String className)
            throws ClassNotFoundException {
          throw new ClassNotFoundException(className);
        }
      };

  private boolean mayListen(ObjectName name) throws InstanceNotFoundException {
    try {
      return rules.mayListen(name, info(name));
    } catch (ReflectionException e) {
      return false;
    }
  }

  private MBeanInfo info(ObjectName name) throws InstanceNotFoundException, ReflectionException {
    try {
      return server.getMBeanInfo(name);
    } catch (IntrospectionException e) {
      throw new ReflectionException(e, "the description of " + name + " cannot be read");
    }
  }

  private void requireLook(String operation, Object target) {
    if (!rules.mayLook()) {
      throw refused(operation, target);
    }
  }

  /** Queries run code: none is taken off the wire, and the connector's own are known. */
  private void requireOwnQuery(String operation, ObjectName name, QueryExp query) {
    if (query != null && !query.getClass().getPackageName().equals(CONNECTOR_PACKAGE)) {
      throw refused(operation + " with a query", name);
    }
  }

  private SecurityException refused(String operation, Object target) {
    audit(operation, target);
    return new SecurityException(
        peer.identity().name() + " may not " + operation + " on " + target);
  }

  private void audit(String operation, Object target) {
    Audit.refusedOperation(peer, from, operation, target, "not allowed to its roles");
  }
}
