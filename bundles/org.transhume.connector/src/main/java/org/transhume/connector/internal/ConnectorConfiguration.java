// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an administrator sets in {@code org.transhume.connector.cfg}. */
@ObjectClassDefinition(
    name = "Transhume connector",
    description = "JMX over one TLS 1.3 port, and the encryption of migration streams.")
@interface ConnectorConfiguration {

  @AttributeDefinition(
      name = "Identity folder",
      description =
          "Folder that 'transhume ca issue' wrote: identity.p12, trust.p12, password and"
              + " denied-serials. Nothing is served without it.")
  String identity() default "";

  @AttributeDefinition(
      name = "Address",
      description =
          "Name or address to listen on. The default reaches this machine only; 0.0.0.0 is every"
              + " interface.")
  String address() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      description = "TCP port for JMX, registry and connections alike: 1 to 65535, 0 for any.")
  int port() default 7443;

  @AttributeDefinition(
      name = "Public host",
      description =
          "Host that JConsole is told to connect to. Empty: the address, when the certificate"
              + " carries it, or else the first name in the certificate.")
  String publicHost() default "";

  @AttributeDefinition(
      name = "TLS for migration streams",
      description =
          "Whether migration streams are encrypted and authenticated. Without, whoever reaches the"
              + " stream port can read and alter the memory of domains: for a network of its own.")
  boolean streamTls() default true;

  @AttributeDefinition(
      name = "Command for migration streams",
      description =
          "Command whose standard input and output reach the other agent's stream port, with %h"
              + " for its host and %p for its port, such as 'ssh -o BatchMode=yes -W 127.0.0.1:%p"
              + " root@%h'. Empty: straight over TCP.")
  String streamCommand() default "";

  @AttributeDefinition(
      name = "Handshake time-out",
      description = "Milliseconds that a connection has to identify itself: 100 to 600000.")
  int handshakeTimeoutMillis() default 10_000;

  @AttributeDefinition(
      name = "Maximum of connections",
      description = "Connections at the same time, for each port: 1 to 100000. A client uses two.")
  int maximumConnections() default 256;
}
