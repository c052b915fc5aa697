// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Every object name that Transhume registers. User text is quoted where JMX demands it. */
public final class ObjectNames {

  /** The JMX domain of all our names. */
  public static final String DOMAIN = "org.transhume";

  private static final Pattern PLAIN = Pattern.compile("[^,=:\"*?\\n\\s]+");

  private ObjectNames() {}

  /** {@code type=Agent,host=H}. */
  public static ObjectName agent(String host) {
    return name("type=Agent,host=" + text(host));
  }

  /** {@code type=Host,host=H}. */
  public static ObjectName host(String host) {
    return name("type=Host,host=" + text(host));
  }

  /** {@code type=Domain,host=H,name=D}: the domain as its agent shows it. */
  public static ObjectName domain(String host, String domain) {
    return name("type=Domain,host=" + text(host) + ",name=" + text(domain));
  }

  /** {@code type=Domain,name=D}: the domain as the manager shows it, wherever it runs. */
  public static ObjectName domain(String domain) {
    return name("type=Domain,name=" + text(domain));
  }

  /** {@code type=Probe,host=H,name=P}. */
  public static ObjectName probe(String host, String probe) {
    return name("type=Probe,host=" + text(host) + ",name=" + text(probe));
  }

  /** {@code type=Migration,host=H,id=I}: the migration as one agent sees its side of it. */
  public static ObjectName migration(String host, String id) {
    return name("type=Migration,host=" + text(host) + ",id=" + text(id));
  }

  /** {@code type=Migration,id=I}: the migration as the manager sees it. */
  public static ObjectName migration(String id) {
    return name("type=Migration,id=" + text(id));
  }

  /** {@code type=Wrapper,host=H,domain=D,name=W}: the wrapper as the domain's agent shows it. */
  public static ObjectName wrapper(String host, String domain, String wrapper) {
    return name(
        "type=Wrapper,host=" + text(host) + ",domain=" + text(domain) + ",name=" + text(wrapper));
  }

  /** {@code type=Wrapper,domain=D,name=W}: the wrapper as the manager shows it. */
  public static ObjectName wrapper(String domain, String wrapper) {
    return name("type=Wrapper,domain=" + text(domain) + ",name=" + text(wrapper));
  }

  /** {@code type=Manager}. */
  public static ObjectName manager() {
    return name("type=Manager");
  }

  /** {@code type=Cluster}. */
  public static ObjectName cluster() {
    return name("type=Cluster");
  }

  /** {@code type=Rules}: what operators demand of where domains are. */
  public static ObjectName rules() {
    return name("type=Rules");
  }

  /** {@code type=Loss,host=H}: a host that the manager holds to be dead. */
  public static ObjectName loss(String host) {
    return name("type=Loss,host=" + text(host));
  }

  /** {@code type=Decisions}: what policies have decided. */
  public static ObjectName decisions() {
    return name("type=Decisions");
  }

  /** {@code type=History}: the migrations that have ended. */
  public static ObjectName history() {
    return name("type=History");
  }

  /** {@code type=Policy,name=N}. */
  public static ObjectName policy(String policy) {
    return name("type=Policy,name=" + text(policy));
  }

  /** {@code type=Applications}: those that the manager looks after. */
  public static ObjectName applications() {
    return name("type=Applications");
  }

  /** {@code type=Application,name=A}. */
  public static ObjectName application(String application) {
    return name("type=Application,name=" + text(application));
  }

  /** {@code type=Component,application=A,name=C}: one component of an application. */
  public static ObjectName component(String application, String component) {
    return name("type=Component,application=" + text(application) + ",name=" + text(component));
  }

  /** {@code type=Simulator,name=N}: the controls of a simulated cluster; never on real hosts. */
  public static ObjectName simulator(String name) {
    return name("type=Simulator,name=" + text(name));
  }

  /** Pattern of the MBeans of all lost hosts. */
  public static ObjectName anyLoss() {
    return name("type=Loss,*");
  }

  /** Matches every agent of a container: {@code type=Agent,*}. */
  public static ObjectName anyAgent() {
    return name("type=Agent,*");
  }

  /** Matches every wrapper of a container: {@code type=Wrapper,*}. */
  public static ObjectName anyWrapper() {
    return name("type=Wrapper,*");
  }

  /** Matches every wrapper on one host: {@code type=Wrapper,host=H,*}. */
  public static ObjectName anyWrapperOn(String host) {
    return name("type=Wrapper,host=" + text(host) + ",*");
  }

  /** Matches everything that one agent instance registered: {@code host=H,*}. */
  public static ObjectName anythingOf(String host) {
    return name("host=" + text(host) + ",*");
  }

  /** Matches everything that Transhume registers. */
  public static ObjectName anything() {
    return name("*");
  }

  /**
   * The user text behind a key of one of our names, unquoted.
   *
   * @return null when the name has no such key
   */
  public static String value(ObjectName name, String key) {
    String value = name.getKeyProperty(key);
    return value != null && value.startsWith("\"") ? ObjectName.unquote(value) : value;
  }

  private static String text(String value) {
    return PLAIN.matcher(value).matches() ? value : ObjectName.quote(value);
  }

  private static ObjectName name(String keys) {
    try {
      return new ObjectName(DOMAIN + ":" + keys);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("no object name can be made of " + keys, e);
    }
  }
}
