// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.fence.ipmi}. */
@ObjectClassDefinition(
    name = "Transhume fence by IPMI",
    description = "Switches hosts off through their management controllers, with ipmitool.")
@interface IpmiFenceConfiguration {

  @AttributeDefinition(
      description =
          "Each host and its controller's address: HOST=ADDRESS, separated by commas. The host's"
              + " name is that of its agent.")
  String[] hosts() default {};

  @AttributeDefinition(description = "The controllers' user; it needs the privilege OPERATOR.")
  String user() default "";

  @AttributeDefinition(
      description =
          "File with that user's password, readable by the manager alone. ipmitool reads it; the"
              + " password is in no argument and in no log.")
  String passwordFile() default "";

  @AttributeDefinition(description = "The program; a path, or a name to be found on PATH.")
  String ipmitool() default "ipmitool";

  @AttributeDefinition(description = "Options of ipmitool before the address, separated by spaces.")
  String options() default "-I lanplus -L OPERATOR";

  @AttributeDefinition(description = "Milliseconds within which a host must be off, 100 to 110000.")
  long timeLimitMillis() default 60_000;
}
