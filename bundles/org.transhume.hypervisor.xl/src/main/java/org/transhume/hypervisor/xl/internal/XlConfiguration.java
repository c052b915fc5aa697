// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the xl hypervisor, PID {@code org.transhume.hypervisor.xl}. */
@ObjectClassDefinition(
    name = "Transhume: Xen through xl",
    description = "Drives this host's Xen by its xl command line.")
@interface XlConfiguration {

  /** This host's name. */
  @AttributeDefinition(
      name = "Host",
      description =
          "This host's name, as certificates and object names have it; empty for the system's own"
              + " name.")
  String host() default "";

  /** The xl program. */
  @AttributeDefinition(
      name = "Path of xl",
      description = "The xl program; with several installed, that of the Xen that runs.")
  String xlPath() default "/usr/sbin/xl";

  /** Bound of commands. */
  @AttributeDefinition(
      name = "Time limit of commands",
      description = "An xl command that looks or acts is ended after so many milliseconds.")
  long commandTimeoutMillis() default 30_000;

  /** Bound of creations. */
  @AttributeDefinition(
      name = "Time limit of creation",
      description =
          "xl create is ended after so many milliseconds; it clears all of the domain's memory.")
  long createTimeoutMillis() default 300_000;

  /** Bound of output. */
  @AttributeDefinition(
      name = "Limit of output",
      description = "A command that prints more bytes than this is ended.")
  int outputLimitBytes() default 16_777_216;

  /** Age of what rarely changes. */
  @AttributeDefinition(
      name = "Age of details",
      description =
          "Devices, weights and caps of domains may be so many milliseconds old; a new domain's are"
              + " read at once.")
  long detailsMaxAgeMillis() default 30_000;

  /** For what must last. */
  @AttributeDefinition(
      name = "Data folder",
      description =
          "Where configurations of created domains are kept; empty for a folder below the"
              + " container's data folder.")
  String dataFolder() default "";

  /** For pipes. */
  @AttributeDefinition(
      name = "Folder of pipes",
      description = "Where named pipes are made while domains move; it should not outlive a boot.")
  String runFolder() default "/run/transhume-xl";
}
