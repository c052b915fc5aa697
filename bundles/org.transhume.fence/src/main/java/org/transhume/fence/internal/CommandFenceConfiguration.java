// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.fence.command}. */
@ObjectClassDefinition(
    name = "Transhume fence by a command",
    description = "A command of your own that makes certain that a host is off.")
@interface CommandFenceConfiguration {

  @AttributeDefinition(
      description =
          "The program and its first arguments, separated by commas; the host's name becomes the"
              + " last one. It must end with 0 only when it has seen that the host is off.")
  String[] command() default {};

  @AttributeDefinition(
      description = "Hosts that it may be asked for, separated by commas; none for all.")
  String[] hosts() default {};

  @AttributeDefinition(
      description = "Milliseconds that the command may take, 100 to 110000, before it is killed.")
  long timeLimitMillis() default 60_000;
}
