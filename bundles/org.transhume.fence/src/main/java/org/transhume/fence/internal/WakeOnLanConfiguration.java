// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.power.wakeonlan}. */
@ObjectClassDefinition(
    name = "Transhume power by wake-on-LAN",
    description = "Wakes hosts by a magic packet to their network cards.")
@interface WakeOnLanConfiguration {

  @AttributeDefinition(
      description =
          "Each host and the address of its network card: HOST=00:1b:21:0a:0b:0c, separated by"
              + " commas. The host's name is that of its agent.")
  String[] hosts() default {};

  @AttributeDefinition(
      description =
          "Where packets go: the broadcast address of the hosts' network, such as 10.0.0.255.")
  String broadcastAddress() default "255.255.255.255";

  @AttributeDefinition(description = "UDP port that packets go to, 1 to 65535; cards ignore it.")
  int port() default 9;
}
