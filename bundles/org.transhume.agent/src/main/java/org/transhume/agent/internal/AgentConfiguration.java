// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.agent}. */
@ObjectClassDefinition(
    name = "Transhume agent",
    description = "How this host is watched and how migrations come and go.")
public @interface AgentConfiguration {

  @AttributeDefinition(description = "Milliseconds between two looks at the host, at least 100.")
  long periodMillis() default 2000;

  @AttributeDefinition(
      description =
          "Address on which migration streams are accepted: the host's on the migration network.")
  String streamAddress() default "127.0.0.1";

  @AttributeDefinition(description = "Port on which migration streams are accepted; 0 for any.")
  int streamPort() default 7444;

  @AttributeDefinition(
      description = "Name or address that other agents connect to; empty for streamAddress.")
  String publicStreamHost() default "";

  @AttributeDefinition(
      description = "Folder for journals; relative to the container's data folder.")
  String dataFolder() default "transhume";

  @AttributeDefinition(description = "Mebibytes that an arriving domain must leave free.")
  long memoryReserveMebibytes() default 0;

  @AttributeDefinition(
      description =
          "How many domains may arrive at a time, 1 to 100. As many as migrationsPerTarget of the"
              + " manager, or more.")
  int arrivalsAtOnce() default 1;

  @AttributeDefinition(
      description =
          "Most bytes of memory per second that an outgoing migration copies while its domain"
              + " runs; 0 for no limit. Changes at once, also for migrations under way. The manager"
              + " may set a lower one.")
  long bandwidthLimitBytesPerSecond() default 0;

  @AttributeDefinition(
      description =
          "Domains that are asked on the network when they have arrived, before success is told:"
              + " NAME=ADDRESS for a ping, NAME=ADDRESS:PORT for a TCP connection, separated by"
              + " commas. The same on every host.")
  String[] answers() default {};

  @AttributeDefinition(
      description =
          "Domains whose own clock is read before they leave and when they have arrived:"
              + " NAME=ADDRESS for a time server (NTP) on UDP port 123 of the domain, or"
              + " NAME=ADDRESS:PORT, separated by commas. The same on every host.")
  String[] clocks() default {};

  @AttributeDefinition(
      description = "Milliseconds without a byte after which a migration is called off.")
  long stallMillis() default 90_000;

  @AttributeDefinition(
      description =
          "Factor on the waits that have no setting of their own, 1 to 100: for streams to be"
              + " opened, for processes to leave, for answers, for probes. Raise it where control"
              + " domains are short of processor time.")
  int patience() default 1;
}
