// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.power.command}. */
@ObjectClassDefinition(
    name = "Transhume power by commands",
    description = "Commands of your own that power hosts up and down.")
@interface CommandSwitchConfiguration {

  @AttributeDefinition(
      description =
          "The program that powers a host up, and its first arguments, separated by commas; the"
              + " host's name becomes the last one. It ends with 0 when the order was taken.")
  String[] on() default {};

  @AttributeDefinition(
      description =
          "The same for powering down. The host runs no domain then; let its operating system shut"
              + " down in order.")
  String[] off() default {};

  @AttributeDefinition(
      description = "Hosts that they may be asked for, separated by commas; none for all.")
  String[] hosts() default {};

  @AttributeDefinition(
      description = "Milliseconds that a command may take, 100 to 110000, before it is killed.")
  long timeLimitMillis() default 60_000;
}
